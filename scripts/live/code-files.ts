import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listTasks } from '../course/tasks.ts';
import { backup, listFiles, writeFileAtomic } from '../lib/files.ts';
import { CannotDo } from './cannot-do.ts';

/** A file of a chapter, as the editor lists it. */
export interface CodeFile {
  /** From the course's root: `chapters/03-authenticator/guard.ts`. */
  path: string;
  /** The tasks that are written in it; none in a file that is given. */
  tasks: string[];
  /** What is in it, with `\n` at the end of each line; empty when the file is gone. */
  text: string;
}

/** A file as the editor wants it to be. */
export interface CodeEdit {
  /** From the course's root. */
  path: string;
  text: string;
  /** What the editor took to be in it. */
  before: string;
  /** Whoever reads the page has been told what is in it: it is kept, and written over. */
  keep: boolean;
}

/** What became of an edit: something else was in the file, or it was written. */
export type Saved = { conflict: string } | { backup: string | undefined };

/** What all chapters share, and import as `#api/…`. */
const API = 'chapters/00-open-api';

/**
 * A chapter's files: those with tasks first, in the order of the tasks; then those that are given, in
 * its folder and in what all chapters share.
 */
export function codeFiles(root: string, slug: string): CodeFile[] {
  const folder = `chapters/${slug}`;
  const tasks = listTasks(root, slug);
  const given = listFiles(join(root, folder)).filter((name) => /^[^/]+(?<!\.test)\.ts$/.test(name));
  const own = [...new Set([...tasks.map(({ file }) => file), ...given])].map((name) => ({
    path: `${folder}/${name}`,
    tasks: tasks.filter(({ file }) => file === name).map(({ task }) => task),
    text: readCode(root, `${folder}/${name}`) ?? '',
  }));
  const imported = own.flatMap(({ text }) => [...text.matchAll(/'#api\/([\w-]+\.ts)'/g)]);
  const shared = [...new Set(imported.map(([, name]) => `${API}/${name}`))].sort();
  return [
    ...own,
    ...shared.flatMap((path) => {
      const text = readCode(root, path);
      return text === undefined ? [] : [{ path, tasks: [], text }];
    }),
  ];
}

/** A file's text, with `\n` at the end of each line; undefined when it is gone. */
export function readCode(root: string, path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

/**
 * Writes what was typed in a page, in the line ends that the file has.
 *
 * What another program has written meanwhile, and the page hasn't shown, stays.
 *
 * @throws CannotDo for a file that has no tasks
 */
export function saveCode(root: string, slug: string, edit: CodeEdit): Saved {
  const { path, text, before, keep } = edit;
  if (!listTasks(root, slug).some((task) => path === `chapters/${slug}/${task.file}`)) {
    throw new CannotDo(`${path} isn't yours to write.`);
  }
  const file = join(root, path);
  const there = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const now = there?.replaceAll('\r\n', '\n') ?? before;
  if (now !== before && now !== text) return { conflict: now };
  const kept = keep ? backup(root, [file]) : undefined;
  const ended = there?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
  if (ended !== there) writeFileAtomic(file, ended);
  return { backup: kept };
}
