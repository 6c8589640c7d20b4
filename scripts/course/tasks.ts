import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from './chapters.ts';
import { listFiles } from '../lib/files.ts';
import { findRegions } from './regions.ts';
import { courseRoot } from './root.ts';

/** A task, and the file that it is written in. */
export interface TaskPlace {
  /** `3.2` */
  task: string;
  /** The file's name within the chapter's folder: `guard.ts`. */
  file: string;
}

/**
 * A chapter's tasks in order: the regions of its solution.
 *
 * @throws MarkerFault when a marker of the solution cannot be meant as it stands
 */
export function listTasks(root: string, slug: string): TaskPlace[] {
  const folder = join(root, 'solutions', slug);
  return listFiles(folder)
    .flatMap((file) =>
      findRegions(readFileSync(join(folder, file), 'utf8'), `solutions/${slug}/${file}`).map(
        ({ task }) => ({ task, file }),
      ),
    )
    .sort((a, b) => a.task.localeCompare(b.task, 'en', { numeric: true }));
}

/** The tasks that the learner has still to write: their file can't be read, or still has the `todo`. */
export function unwrittenTasks(root: string, slug: string): TaskPlace[] {
  return listTasks(root, slug).filter(({ task, file }) => {
    const text = textOf(join(root, 'chapters', slug, file));
    return (
      text === undefined || new RegExp(`^[^/]*\\btodo\\(\\s*['"\`]${task}['"\`]`, 'm').test(text)
    );
  });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The numbers of a chapter's tasks, in this very course, for `parseTarget`. */
export function tasksOf({ slug }: Chapter): string[] {
  return listTasks(courseRoot, slug).map(({ task }) => task);
}
