import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../lib/files.ts';
import { type Brief, readBrief } from './brief.ts';

/** A chapter of the course. The folder is the chapter: its number and slug come from its name. */
export interface Chapter {
  /** 0 for the API that learners inherit; 1 and up are theirs to write. */
  number: number;
  /** The folder's name: `03-authenticator`. */
  slug: string;
  /** From the first heading of the folder's README: `The authenticator`. */
  title: string;
}

/** Which of the two trees is meant: what learners edit, or the finished code. */
export type Source = 'chapters' | 'solutions';

/**
 * Every chapter, in order. One whose folder the learner has deleted is known by its solution.
 *
 * @param root the course's folder, where package.json is
 */
export function listChapters(root: string): Chapter[] {
  const slugs = ['chapters', 'solutions'].flatMap((tree) => foldersOf(join(root, tree)));
  return [...new Set(slugs)].sort().map((slug) => ({
    number: Number(slug.slice(0, 2)),
    slug,
    title: titleOf(root, slug) ?? slug,
  }));
}

/**
 * A chapter's check files, in order, as paths from the root: one a task, named for it. Other tests
 * beside them are the learner's own.
 *
 * @param only this task's file alone, or this check's: `3.1`, `3.1/refuses-alg-none`
 */
export function checkFilesOf(root: string, slug: string, only?: string): string[] {
  const folder = `chapters/${slug}/checks`;
  const task = only?.split('/')[0];
  return namesIn(join(root, folder))
    .filter((name) => /^\d+\.\d+-.+\.test\.ts$/.test(name))
    .filter((name) => task === undefined || name.startsWith(`${task}-`))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => `${folder}/${name}`);
}

/** What every chapter's checks consist of: the text of each file, by its path from the root. */
export function checkTexts(root: string): Record<string, string> {
  const folders = listChapters(root).map(({ slug }) => `chapters/${slug}/checks`);
  const paths = folders.flatMap((folder) =>
    listFiles(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/**
 * Every folder that a chapter may import from: its own, those before it, and its checks.
 *
 * @param source which tree; the given chapter 0 is in one only
 */
export function foldersUpTo(root: string, source: Source, chapter: number): string[] {
  return listChapters(root)
    .filter(({ number }) => number <= chapter)
    .flatMap(({ number, slug }) => [
      join(root, number === 0 ? 'chapters' : source, slug),
      join(root, 'chapters', slug, 'checks'),
    ]);
}

function foldersOf(tree: string): string[] {
  return namesIn(tree).filter((name) => /^\d\d-/.test(name));
}

function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}

/**
 * What a chapter's README says of it and of its tasks.
 *
 * @param slug the chapter's folder: `03-authenticator`
 * @throws BriefFault that says what is missing, and where
 */
export function briefOf(root: string, slug: string): Brief {
  const file = `chapters/${slug}/README.md`;
  return readBrief(readFileSync(join(root, file), 'utf8'), file);
}

/** Undefined when the chapter's README doesn't tell one: doctor says what is wrong with it. */
function titleOf(root: string, slug: string): string | undefined {
  try {
    const readme = readFileSync(join(root, 'chapters', slug, 'README.md'), 'utf8');
    return /^# \d+ · (.+)$/m.exec(readme)?.[1];
  } catch {
    return undefined;
  }
}
