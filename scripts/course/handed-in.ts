import { existsSync, lstatSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot, listFiles, writeFileAtomic } from '../lib/files.ts';
import { quote, visible } from '../lib/quote.ts';
import { UsageError } from '../lib/usage-error.ts';
import { listChapters } from './chapters.ts';
import { makeScratch, type Scratch } from './scratch.ts';
import { isHandWritten } from './starters.ts';
import { listTasks } from './tasks.ts';

/** A file that was handed in can't be taken. One line, with its path. */
export class NotTaken extends Error {
  readonly code = 'NOT_TAKEN';
}

/** A clean copy of the course with what a learner wrote in it: nothing else there is theirs. */
export interface HandedIn extends Scratch {
  /** The files that were taken, from the course's root: `chapters/01-jwt-basics/read-times.ts`. */
  taken: string[];
  /** Files of theirs that were not: given files that they changed, and files that they added. */
  left: string[];
}

/** A chapter's files have a few thousand. */
const MOST_BYTES = 200_000;

/**
 * Copies the course, without its solutions, and puts what a learner wrote into the copy: the files
 * that hold a task, and no others. Links are not followed.
 *
 * @param course the course's folder: everything but the learner's files comes from there
 * @param directory the learner's copy of the course
 * @throws UsageError when the directory is none, or holds no chapters; NotTaken for a link, or for
 *   a file that is too big to be a learner's
 */
export function copyHandedIn(course: string, directory: string): HandedIn {
  const theirs = folderOf(directory);
  const tasks = listChapters(course)
    .filter(({ number }) => number > 0)
    .flatMap(({ slug }) => listTasks(course, slug).map(({ file }) => `chapters/${slug}/${file}`));
  const wanted = [...new Set(tasks)];
  const texts = new Map(wanted.map((path) => [path, readTheirs(theirs, path)]));
  const taken = wanted.filter((path) => texts.get(path) !== undefined);
  if (taken.length === 0) {
    throw new UsageError(
      `There is nothing to grade in ${quote(directory)}: no file in its chapters/ holds a task of this course.`,
    );
  }
  const scratch = makeScratch(course, { bare: true });
  for (const [path, text] of texts) {
    rmSync(join(scratch.root, path), { force: true });
    if (text !== undefined) writeFileAtomic(join(scratch.root, path), text);
  }
  return { ...scratch, taken, left: leftOf(course, theirs, wanted) };
}

function folderOf(directory: string): string {
  const again = 'type npm run grade -- --from DIRECTORY';
  const isFolder = statSync(directory, { throwIfNoEntry: false })?.isDirectory();
  if (!isFolder) throw new UsageError(`${quote(directory)} is not a directory: ${again}`);
  const theirs = realpathSync(directory);
  if (existsSync(join(theirs, 'chapters'))) return theirs;
  throw new UsageError(
    `There is no chapters/ in ${quote(directory)}; a learner's copy of the course has one: ${again}`,
  );
}

/** The text of a file of theirs; undefined when it isn't there. */
function readTheirs(theirs: string, path: string): string | undefined {
  const file = join(theirs, path);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  // With every link on the way followed, it has to be where it seems to be.
  if (found.isSymbolicLink() || fromRoot(theirs, realpathSync(file)) !== path) {
    throw new NotTaken(`${path} is a link, or in a folder that is one: links aren't followed.`);
  }
  if (!found.isFile()) throw new NotTaken(`${path} is not a file.`);
  if (found.size > MOST_BYTES) {
    throw new NotTaken(`${path} has ${found.size} bytes; the most that is taken is ${MOST_BYTES}.`);
  }
  return readFileSync(file, 'utf8');
}

/** Code of theirs in the chapters' folders that is neither taken nor the same as the course's. */
function leftOf(course: string, theirs: string, wanted: string[]): string[] {
  const folders = listChapters(course)
    .map(({ slug }) => ({ slug, folder: join(theirs, 'chapters', slug) }))
    .filter(({ folder }) => existsSync(folder) && realpathSync(folder) === folder);
  return folders.flatMap(({ slug, folder }) =>
    listFiles(folder)
      .filter((name) => !isHandWritten(name) || name.startsWith('checks/'))
      .map((name) => `chapters/${slug}/${name}`)
      .filter((path) => path.endsWith('.ts') && !wanted.includes(path))
      .filter((path) => !isSame(join(theirs, path), join(course, path)))
      .map((path) => visible(path, 200)),
  );
}

function isSame(one: string, other: string): boolean {
  if (!existsSync(other)) return false;
  if (statSync(one).size !== statSync(other).size) return false;
  return readFileSync(one).equals(readFileSync(other));
}
