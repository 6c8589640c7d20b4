import checks from 'cairn:checks';
import course from 'cairn:course';
import type { Source } from '../../course/chapters.ts';
import type { CompiledModule } from '../compile/compile.ts';
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

/** Puts a chapter's checks and known mistakes on the disk, if they aren't there, and those of chapters that they use. */
export async function layChecks(slug: string): Promise<void> {
  const files = (await checks[slug]?.())?.default ?? [];
  const used = new Set<string>();
  for (const { path, text, module } of files) {
    if (disk.files.has(`${ROOT}/${path}`)) continue;
    writeFileSync(`${ROOT}/${path}`, text);
    if (module) compiled.set(path, { text, module });
    for (const { specifier } of module?.imports ?? []) {
      const [, other] = /^\.\.\/\.\.\/([^/]+)\/checks\//.exec(specifier) ?? [];
      if (other !== undefined) used.add(other);
    }
  }
  for (const other of used) await layChecks(other);
}

/** Loads the compiler, which the course as it was built does without. */
export const loadCompiler = () => import('../compile/compile.ts');

/**
 * The code that is on the disk now, compiled.
 *
 * @param source the tree that is run; of the other one there is nothing
 */
export async function modulesNow(
  source: Source,
): Promise<{ modules: Modules; texts: Map<string, string> }> {
  const texts = new Map<string, string>();
  for (const [absolute, text] of disk.files) {
    const path = absolute.slice(ROOT.length + 1);
    const isOther = source === 'chapters' ? path.startsWith('solutions/') : isLearners(path);
    // The given chapter is a part of the engine.
    if (/^(chapters|solutions)\/(?!00-).*\.ts$/.test(path) && !isOther) texts.set(path, text);
  }
  const modules: Modules = {};
  for (const [path, text] of texts)
    modules[path] = knownModule(path, text) ?? (await fresh(path, text));
  return { modules, texts };
}

/** What was compiled of this text; a file without tasks is the same in both trees. */
function knownModule(path: string, text: string): CompiledModule | BrokenModule | undefined {
  const twin = path.replace(/^solutions/, 'chapters');
  return [path, twin].map((each) => compiled.get(each)).find((each) => each?.text === text)?.module;
}

async function fresh(path: string, text: string): Promise<CompiledModule | BrokenModule> {
  const { compile } = await loadCompiler();
  let module: CompiledModule | BrokenModule;
  try {
    module = compile(path, text);
  } catch (error) {
    const { message, stack = '' } = error as Error;
    module = { broken: { message, stack } };
  }
  compiled.set(path, { text, module });
  return module;
}
