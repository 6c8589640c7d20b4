import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The page and section that a task is explained in: `/chapters/03-authenticator#3-2`. */
export function pageOf(chapter: Chapter, task: string): string {
  return `/chapters/${chapter.slug}#${task.replace('.', '-')}`;
}

function foldersOf(tree: string): string[] {
  if (!existsSync(tree)) return [];
  return readdirSync(tree).filter((name) => /^\d\d-/.test(name));
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

function titleOf(root: string, slug: string): string | undefined {
  const readme = join(root, 'chapters', slug, 'README.md');
  if (!existsSync(readme)) return undefined;
  return /^# \d+ · (.+)$/m.exec(readFileSync(readme, 'utf8'))?.[1];
}
