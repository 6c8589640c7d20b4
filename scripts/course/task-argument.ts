import type { Chapter } from './chapters.ts';
import { quote, visible } from '../lib/quote.ts';
import { UsageError } from '../lib/usage-error.ts';

/** What `N` or `N.M` on a command line names. */
export interface Target {
  chapter: Chapter;
  /** With `N.M`: the task's number. */
  task?: string;
}

/**
 * Reads `3` or `3.2`.
 *
 * @param chapters those that may be named
 * @param tasksOf gives a chapter's tasks; without it any `N.M` of a chapter is good
 * @param command for the message: `npm run solve`
 * @throws UsageError with what to type instead
 */
export function parseTarget(
  text: string,
  chapters: Chapter[],
  command: string,
  tasksOf?: (chapter: Chapter) => string[],
): Target {
  const first = chapters[0]?.number ?? 1;
  const range = `${first} to ${chapters.at(-1)?.number ?? first}`;
  const numbers = /^0?(\d+)(?:\.(\d+))?$/.exec(text);
  if (!numbers) {
    const forms = tasksOf ? `a chapter, ${range}, or a task, like 3.2` : `a chapter, ${range}`;
    throw new UsageError(`${quote(text)} is not ${forms}: type ${command} ${first}.`);
  }
  const chapter = chapters.find(({ number }) => number === Number(numbers[1]));
  if (!chapter) {
    throw new UsageError(
      `There is no chapter ${visible(numbers[1] ?? '', 9)}; they are ${range}: type ${command} ${first}.`,
    );
  }
  if (numbers[2] === undefined) return { chapter };
  const task = `${chapter.number}.${visible(numbers[2], 9)}`;
  const tasks = tasksOf?.(chapter) ?? [task];
  if (!tasks.includes(task)) {
    const known = tasks.length
      ? `chapter ${chapter.number} has ${tasks.join(', ')}`
      : `chapter ${chapter.number} has no tasks here`;
    throw new UsageError(
      `There is no task ${task}; ${known}: type ${command} ${tasks[0] ?? chapter.number}.`,
    );
  }
  return { chapter, task };
}

/**
 * Reads `3`: a chapter, and no task.
 *
 * @throws UsageError with what to type instead
 */
export function parseChapter(text: string, chapters: Chapter[], command: string): Chapter {
  if (/^\d+\.\d+$/.test(text)) {
    const number = text.split('.')[0];
    throw new UsageError(
      `${visible(text, 9)} is a task; a chapter is wanted: type ${command} ${number}.`,
    );
  }
  return parseTarget(text, chapters, command).chapter;
}
