import { reactive } from 'vue';

/** How far the reader's own work is in one chapter. */
export interface ChapterProgress {
  points: number;
  /** What the chapter's checks add up to: 100. */
  max: number;
  /** All points: its stone is laid. */
  done: boolean;
}

/**
 * How far the reader is. On the published site nobody knows (`live` is false, no chapter is listed);
 * beside `npm start` it is what the grader found, and follows every save.
 */
export const progress = reactive({
  live: false,
  /** By slug: `03-authenticator`. A chapter that was never graded is not listed. */
  chapters: {} as Record<string, ChapterProgress>,
});
