import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../../course/chapters.ts';
import type { Grader } from './grader.ts';
import type { ChapterGrade } from '../outcome.ts';

/** Editors write a file in several steps: milliseconds of quiet that make a save. */
const QUIET = 20;

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
  const changed = new Set<string>();
  let wake: () => void = () => {};
  let quiet: NodeJS.Timeout | undefined;
  const watchers = watchFolders(grader.root, chapter, (file) => {
    changed.add(file);
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      grader.cancel();
      wake();
    }, QUIET);
  });
  signal?.addEventListener('abort', () => {
    for (const watcher of watchers) watcher.close();
    clearTimeout(quiet);
    grader.cancel();
    wake();
  });

  while (!signal?.aborted) {
    grader.invalidate([...changed]);
    changed.clear();
    const [grade] = await grader.grade([chapter], task);
    const saved = new Promise<void>((resolve) => (wake = resolve));
    if (grade && changed.size === 0 && !signal?.aborted) tell(grade);
    await grader.settled();
    if (changed.size === 0 && !signal?.aborted) await saved;
  }
}

function watchFolders(root: string, last: number, onSave: (file: string) => void): FSWatcher[] {
  return listChapters(root)
    .filter(({ number }) => number <= last)
    .map(({ slug }) => {
      const folder = join(root, 'chapters', slug);
      return watch(folder, (_event, name) => {
        if (name?.endsWith('.ts')) onSave(join(folder, name));
      });
    });
}
