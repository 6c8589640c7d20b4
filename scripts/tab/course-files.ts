import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { listChapters } from '../course/chapters.ts';
import { starterFiles } from '../course/starters.ts';
import { knownMistakesFile } from '../grading/node/known-mistakes.ts';
import { listFiles } from '../lib/files.ts';
import { compile, type CompiledModule } from './compile/compile.ts';

/** A file of the course, and what it was compiled to when the site was built. */
export interface BuiltFile {
  /** From the course's root: `chapters/03-authenticator/guard.ts`. */
  path: string;
  text: string;
  /** Undefined for what isn't code, for the given chapter, which the worker has, and for solutions, which are rarely run. */
  module?: CompiledModule;
}

/** Where the engine begins: everything that these import comes along. */
const ENGINE = [
  'scripts/grading/node/worker/run.ts',
  'scripts/grading/check/index.ts',
  'scripts/serve/compose-app.ts',
  'scripts/serve/xray.ts',
];

/** The chapter that everything else is about, by the name that files import it by. */
const API = '#api/';
const API_FOLDER = 'chapters/00-open-api/';

/** The engine's files, compiled: they are linked anew for each run, with the checks. */
export function engineFiles(root: string): Record<string, CompiledModule> {
  const files: Record<string, CompiledModule> = {};
  const take = (path: string) => {
    if (files[path]) return;
    const module = compileOnce(path, readFileSync(join(root, path), 'utf8'));
    files[path] = module;
    for (const { specifier } of module.imports) {
      if (specifier.startsWith('.')) take(posix.join(posix.dirname(path), specifier));
      if (specifier.startsWith(API)) take(API_FOLDER + specifier.slice(API.length));
    }
  };
  for (const path of ENGINE) take(path);
  for (const name of listFiles(join(root, API_FOLDER))) if (isCode(name)) take(API_FOLDER + name);
  return files;
}

/** What a page needs of every chapter: the solutions as text, fresh starters, the briefs. */
export function courseFiles(root: string): BuiltFile[] {
  return allFiles(root).map(({ path, text, module }) =>
    module && !/^(solutions|chapters\/00-)/.test(path) ? { path, text, module } : { path, text },
  );
}

/** Every chapter without its checks. */
function allFiles(root: string): BuiltFile[] {
  return listChapters(root).flatMap(({ number, slug }) => {
    const brief = read(root, `chapters/${slug}/README.md`);
    if (number === 0) return [brief, ...filesIn(root, `chapters/${slug}`).filter(hasCode)];
    const starters = starterFiles(root, slug).map(built);
    return [brief, ...filesIn(root, `solutions/${slug}`), ...starters];
  });
}

/**
 * The checks of each chapter and its known mistakes, by its folder's name. A check is run as it was
 * compiled, and read by nobody: it comes without its text.
 */
export function checkFiles(root: string): Record<string, BuiltFile[]> {
  return Object.fromEntries(
    listChapters(root)
      .filter(({ number }) => number > 0)
      .map(({ slug }) => {
        const known = knownMistakesFile(slug);
        const checks = filesIn(root, `chapters/${slug}/checks`).map((file) =>
          hasCode(file) ? { ...file, text: '' } : file,
        );
        return [slug, existsSync(join(root, known)) ? [...checks, read(root, known)] : checks];
      }),
  );
}

/** What the course's code imports and the course doesn't have: packages, and Node's own modules. */
export function packagesOf(root: string): string[] {
  const files = [...allFiles(root), ...Object.values(checkFiles(root)).flat()];
  const modules = [...Object.values(engineFiles(root)), ...files.map(({ module }) => module)];
  const specifiers = modules.flatMap((module) => module?.imports ?? []);
  const all = new Set(specifiers.map(({ specifier }) => specifier));
  return [...all].filter((each) => isBuiltin(each) || !/^[.#/]/.test(each)).sort();
}

function filesIn(root: string, folder: string): BuiltFile[] {
  return listFiles(join(root, folder)).map((name) => read(root, `${folder}/${name}`));
}

function read(root: string, path: string): BuiltFile {
  return built({ path, text: readFileSync(join(root, path), 'utf8') });
}

function built({ path, text }: { path: string; text: string }): BuiltFile {
  return isCode(path) ? { path, text, module: compileOnce(path, text) } : { path, text };
}

/** What was compiled, by path and text: the page's build and the worker's want the same. */
const compiled = new Map<string, CompiledModule>();

function compileOnce(path: string, text: string): CompiledModule {
  const name = `${path}\n${text}`;
  const module = compiled.get(name) ?? compile(path, text);
  compiled.set(name, module);
  return module;
}

function hasCode({ module }: BuiltFile): boolean {
  return module !== undefined;
}

function isCode(path: string): boolean {
  return path.endsWith('.ts');
}
