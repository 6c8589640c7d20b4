import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listChapters } from './chapters.ts';
import { listFiles } from '../lib/files.ts';
import { isHandWritten, layFiles, solutionFiles, starterFiles } from './starters.ts';

/** A copy of the course to try things on. */
export interface Scratch {
  /** Its folder. Every command under it works on it, and on nothing else. */
  root: string;
  /** Deletes it. */
  remove: () => void;
}

/** How far the learner of a scratch copy has come. */
export interface ScratchOptions {
  /** The chapters that hold their solutions; the others hold fresh starters. */
  solved?: number[];
  /** Also the site. */
  docs?: boolean;
  /** What its folder's name begins with. */
  name?: string;
  /** Only what a graded process may read: no solutions, no checks, and nothing that proves them. */
  bare?: boolean;
}

const NEEDED = ['package.json', 'package-lock.json', 'tsconfig.json'];
const BARE = [...NEEDED, 'scripts/grading', 'scripts/lib'];
const COPIED = [...NEEDED, 'vitest.config.ts', 'solutions', 'scripts'];

/**
 * Copies the course to a temporary folder, with fresh starters under `chapters/`: what the learner
 * of the original has edited stays out of it. `node_modules` is the original's, through a link.
 */
export function makeScratch(
  original: string,
  { solved = [], docs = false, name: prefix = 'cairn-', bare = false }: ScratchOptions = {},
): Scratch {
  const root = mkdtempSync(join(realpathSync(tmpdir()), prefix));
  const made = /[\\/](\.vitepress[\\/](cache|dist|\.temp)|node_modules)$/;
  for (const name of [...(bare ? BARE : COPIED), ...(docs ? ['docs'] : [])]) {
    if (!existsSync(join(original, name))) continue;
    cpSync(join(original, name), join(root, name), {
      recursive: true,
      filter: (path) => !made.test(path),
    });
  }
  symlinkSync(realpathSync(join(original, 'node_modules')), join(root, 'node_modules'), 'junction');

  const ours = /^(tsconfig\.json|00-open-api(\/.*)?)$/;
  for (const name of listFiles(join(original, 'chapters'))) {
    if (bare && name.includes('/checks/')) continue;
    if (ours.test(name) || isHandWritten(name.slice(name.indexOf('/') + 1))) {
      cpSync(join(original, 'chapters', name), join(root, 'chapters', name), { recursive: true });
    }
  }
  for (const { number, slug } of listChapters(original)) {
    if (number === 0) continue;
    const filesOf = solved.includes(number) ? solutionFiles : starterFiles;
    layFiles(root, filesOf(original, slug));
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
