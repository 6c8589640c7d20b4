import { foldersUpTo } from '../../course/chapters.ts';
import { watchFiles } from '../../lib/watch-files.ts';
import type { ChapterGrade } from '../outcome.ts';
import type { Grader } from './grader.ts';

/**
 * Grades a chapter, and again whenever one of its files, or of those before it, is saved. A save
 * ends the run that goes on: the last one wins. Does not return before `signal` says so.
 *
 * @param task only this task's checks count: `3.2`
 * @param tell is given every grade that is not out of date
 */
export async function watchChapter(
  grader: Grader,
  chapter: number,
  task: string | undefined,
  tell: (grade: ChapterGrade) => void,
  signal?: AbortSignal,
): Promise<void> {
  let isStale = false;
  let wake: () => void = () => {};
  const watch = watchFiles(
    () => foldersUpTo(grader.root, 'chapters', chapter),
    () => {
      isStale = true;
      grader.cancel();
      wake();
    },
  );
  signal?.addEventListener('abort', () => {
    watch.close();
    grader.cancel();
    wake();
  });

  while (!signal?.aborted) {
    isStale = false;
    const [grade] = await grader.grade([chapter], task);
    const saved = new Promise<void>((resolve) => (wake = resolve));
    if (signal?.aborted || isStale) continue;
    if (grade) tell(grade);
    if (!isStale) await saved;
  }
}
