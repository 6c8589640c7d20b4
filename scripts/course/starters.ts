import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { briefOf, listChapters } from './chapters.ts';
import type { CourseFile } from './course-file.ts';
import { backup, listFiles, writeFileAtomic } from '../lib/files.ts';
import { findRegions, MarkerFault } from './regions.ts';
import { readmeWithChapters } from './readme.ts';
import { deriveStarter } from './starter.ts';

/** A derived file that is not what it derives to. */
export interface StaleFile {
  path: string;
  kind: 'stale' | 'missing' | 'extra';
}

/**
 * The files of a chapter as the solution has them, to be laid into `chapters/`.
 *
 * @param slug the chapter's folder: `03-authenticator`
 */
export function solutionFiles(root: string, slug: string): CourseFile[] {
  return listFiles(join(root, 'solutions', slug)).map((name) => ({
    path: `chapters/${slug}/${name}`,
    text: readFileSync(join(root, 'solutions', slug, name), 'utf8'),
  }));
}

/**
 * The files of a chapter as the learner finds them, derived from the solution.
 *
 * @throws MarkerFault when a region marker of the chapter cannot be meant as it stands
 */
export function starterFiles(root: string, slug: string): CourseFile[] {
  const files = solutionFiles(root, slug);
  refuseTwins(files);
  const brief = briefOf(root, slug);
  return files.map(({ path, text }) => ({
    path,
    text: deriveStarter(text, inSolutions(path), brief),
  }));
}

/** Which files are not what `npm run starters` writes. */
export function checkStarters(root: string): StaleFile[] {
  const readme = readmeWithChapters(root);
  const isStale = readme && readFileSync(join(root, readme.path), 'utf8') !== readme.text;
  const found = learnersChapters(root).flatMap((slug) => {
    const starters = starterFiles(root, slug);
    const found: StaleFile[] = [];
    for (const { path, text } of starters) {
      const file = join(root, path);
      if (!existsSync(file)) found.push({ path, kind: 'missing' });
      else if (readFileSync(file, 'utf8') !== text) found.push({ path, kind: 'stale' });
    }
    for (const name of listFiles(join(root, 'chapters', slug))) {
      const path = `chapters/${slug}/${name}`;
      if (isHandWritten(name) || starters.some((starter) => starter.path === path)) continue;
      found.push({ path, kind: 'extra' });
    }
    return found;
  });
  return isStale ? [...found, { path: readme.path, kind: 'stale' }] : found;
}

/**
 * Writes every starter that is stale or missing, and README's table of chapters. Files that are
 * nobody's starter are left alone.
 *
 * @returns what was written, and where the files that it took the place of are kept
 */
export function writeStarters(root: string): { written: CourseFile[]; backup?: string } {
  const starters = learnersChapters(root).flatMap((slug) => starterFiles(root, slug));
  const readme = readmeWithChapters(root);
  return layFiles(root, readme ? [...starters, readme] : starters);
}

/**
 * Puts files in place, atomically, each one; those that they take the place of are kept first.
 *
 * @returns those that were not so already, and the folder of the copies
 */
export function layFiles(
  root: string,
  files: CourseFile[],
): { written: CourseFile[]; backup?: string } {
  const written = files.filter(({ path, text }) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  const kept = backup(
    root,
    written.map(({ path }) => join(root, path)),
  );
  for (const { path, text } of written) writeFileAtomic(join(root, path), text);
  return kept ? { written, backup: kept } : { written };
}

/** Written by hand, in a chapter's folder: its README and its checks. Never derived. */
export function isHandWritten(name: string): boolean {
  return name === 'README.md' || name.startsWith('checks/') || name.endsWith('.test.ts');
}

function learnersChapters(root: string): string[] {
  return listChapters(root)
    .filter(({ number }) => number > 0)
    .map(({ slug }) => slug);
}

/** A task has one region, in one file. */
function refuseTwins(files: CourseFile[]): void {
  const homes = new Map<string, string>();
  for (const { path, text } of files) {
    const file = inSolutions(path);
    for (const { task, start } of findRegions(text, file)) {
      const home = homes.get(task);
      if (home) throw new MarkerFault(`${file}:${start + 1}: #region ${task} is in ${home} too.`);
      homes.set(task, file);
    }
  }
}

function inSolutions(path: string): string {
  return path.replace(/^chapters\//, 'solutions/');
}
