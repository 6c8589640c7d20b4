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
 * @param trouble is told why there is none, when nothing can be graded now: the folder is gone, say
 */
export async function watchChapter(
  grader: Grader,
  chapter: number,
  task: string | undefined,
  tell: (grade: ChapterGrade) => void,
  trouble: (error: unknown) => void,
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
    const graded = await grader.grade([chapter], task).then(
      ([grade]) =>
        () =>
          grade && tell(grade),
      (error: unknown) => () => trouble(error),
    );
    const saved = new Promise<void>((resolve) => (wake = resolve));
    if (signal?.aborted || isStale) continue;
    graded();
    if (!isStale) await saved;
  }
}
