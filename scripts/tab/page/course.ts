import checks from 'cairn:checks';
import course from 'cairn:course';
import { compile, type CompiledModule } from '../compile/compile.ts';
import { ROOT } from '../names.ts';
import { disk, writeFileSync } from '../node/fs.ts';
import type { BrokenModule, Modules } from '../worker/orders.ts';

/** What was compiled, by the file's path: most files are as they were when the site was built. */
const compiled = new Map<string, { text: string; module: CompiledModule | BrokenModule }>();

/** The starters, by their paths from the course's root. */
const starters = new Map(
  course.filter(({ path }) => isLearners(path)).map(({ path, text }) => [path, text]),
);

/** Puts the course on the tab's disk: starters, solutions, briefs. */
export function layCourse(): void {
  for (const { path, text, module } of course) {
    writeFileSync(`${ROOT}/${path}`, text);
    if (module) compiled.set(path, { text, module });
  }
}

/** Whether a file is the learner's to write: `chapters/03-authenticator/guard.ts`. */
export function isLearners(path: string): boolean {
  return /^chapters\/(?!00-)\d\d-[^/]+\/(?!checks\/)[^/]+\.ts$/.test(path);
}

/** A file as the course has it at first; undefined for one that it doesn't have. */
export function starterOf(path: string): string | undefined {
  return starters.get(path);
}

/** Puts a chapter's checks on the disk, if they aren't there. */
export async function layChecks(slug: string): Promise<void> {
  const files = (await checks[slug]?.())?.default ?? [];
  for (const { path, text, module } of files) {
    if (disk.files.has(`${ROOT}/${path}`)) continue;
    writeFileSync(`${ROOT}/${path}`, text);
    if (module) compiled.set(path, { text, module });
  }
}

/** Every file of code that is on the disk now, compiled. */
export function modulesNow(): { modules: Modules; texts: Map<string, string> } {
  const modules: Modules = {};
  const texts = new Map<string, string>();
  for (const [absolute, text] of disk.files) {
    const path = absolute.slice(ROOT.length + 1);
    if (!/^(chapters|solutions)\/.*\.ts$/.test(path)) continue;
    modules[path] = moduleOf(path, text);
    texts.set(path, text);
  }
  return { modules, texts };
}

function moduleOf(path: string, text: string): CompiledModule | BrokenModule {
  const known = compiled.get(path);
  if (known?.text === text) return known.module;
  const module = tryCompile(path, text);
  compiled.set(path, { text, module });
  return module;
}

function tryCompile(path: string, text: string): CompiledModule | BrokenModule {
  try {
    return compile(path, text);
  } catch (error) {
    const { message, stack = '' } = error as Error;
    return { broken: { message, stack } };
  }
}
