import { checkFilesOf, type Chapter, listChapters } from '../../course/chapters.ts';
import { parseTarget, type Target } from '../../course/task-argument.ts';
import { listTasks } from '../../course/tasks.ts';
import { hadPassed, type Progress } from './progress.ts';

/** The chapters that have checks, in order. */
export function gradableChapters(root: string): Chapter[] {
  return listChapters(root).filter((chapter) => checkFilesOf(root, chapter.slug).length > 0);
}

/**
 * The chapters from the first that is not known to have passed: where a learner goes on. All of
 * them when every one has passed.
 */
export function chaptersAhead(root: string, progress: Progress): Chapter[] {
  const chapters = gradableChapters(root);
  const first = chapters.findIndex((chapter) => !hadPassed(root, progress, chapter));
  return chapters.slice(Math.max(0, first));
}

/**
 * Reads a command's argument, `3` or `3.2`.
 *
 * @param command for the message: `npm run grade`
 * @throws UsageError with what to type instead
 */
export function readTarget(root: string, text: string, command: string): Target {
  return parseTarget(text, gradableChapters(root), command, ({ slug }) => [
    ...new Set(listTasks(root, slug).map(({ task }) => task)),
  ]);
}
