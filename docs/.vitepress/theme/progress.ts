import { reactive } from 'vue';

/** How far the reader's own work is in one chapter. */
export interface ChapterProgress {
  points: number;
  /** What the chapter's checks add up to. */
  max: number;
  /** All points: its stone is laid. */
  done: boolean;
}

/** Where the reader goes on. */
export type Next =
  | { kind: 'start' }
  | { kind: 'task'; task: string; title: string; slug: string }
  | { kind: 'chapter'; number: number; title: string; slug: string }
  | { kind: 'done' };

/**
 * How far the reader is. On the published site nobody knows (`live` is false, no chapter is listed);
 * beside `npm start` it is what the grader found, and follows every save.
 */
export const progress = reactive({
  live: false,
  /** By slug: `03-authenticator`. A chapter that was never graded is not listed. */
  chapters: {} as Record<string, ChapterProgress>,
  next: { kind: 'start' } as Next,
});

/** A chapter as far as it matters here. */
interface Chapter extends ChapterProgress {
  number: number;
  slug: string;
  title: string;
  tasks: { task: string; title: string; written: boolean; done: boolean }[];
}

/** The first task that isn't done, in the first chapter that isn't finished. */
export function nextOf(chapters: readonly Chapter[]): Next {
  const graded = chapters.filter(({ number }) => number > 0);
  const chapter = graded.find(({ done }) => !done);
  if (!chapter) return { kind: graded.length > 0 ? 'done' : 'start' };
  const isUntouched = graded.every(
    ({ points, tasks }) => points === 0 && tasks.every(({ written }) => !written),
  );
  if (isUntouched) return { kind: 'start' };
  const { number, slug } = chapter;
  const task = chapter.tasks.find(({ done, written }) => !done || !written);
  return task
    ? { kind: 'task', task: task.task, title: task.title, slug }
    : { kind: 'chapter', number, title: chapter.title, slug };
}
