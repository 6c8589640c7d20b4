import { type Chapter, listChapters } from '../../course/chapters.ts';
import { unwrittenTasks } from '../../course/tasks.ts';
import { readProgress } from './progress.ts';

/**
 * The chapter that the learner is at: the first with a task that is still to be written, or with a
 * check that failed when it was last graded. When there is none, the last chapter.
 */
export function currentChapter(root: string): Chapter {
  const { checks } = readProgress(root);
  const failed = Object.entries(checks).filter(([, { points, max }]) => points < max);
  const chapters = listChapters(root).filter(({ number }) => number > 0);
  const current = chapters.find(
    ({ number, slug }) =>
      unwrittenTasks(root, slug).length > 0 || failed.some(([id]) => id.startsWith(`${number}.`)),
  );
  const chapter = current ?? chapters.at(-1);
  if (!chapter) throw new Error('This course has no chapter to write.');
  return chapter;
}
