import type { Source } from '../../course/chapters.ts';
import type { ChapterGrade } from '../outcome.ts';

/** The outcome of a command: one or more chapters' grades. */
export interface Score {
  source: Source;
  points: number;
  max: number;
  chapters: ChapterGrade[];
  /** Of code that was handed in: whose files were graded, and which files of theirs were not. */
  handedIn?: { taken: string[]; left: string[] };
}

/** Adds up. */
export function scoreOf(source: Source, chapters: ChapterGrade[]): Score {
  const sum = (key: 'points' | 'max') => chapters.reduce((total, one) => total + one[key], 0);
  return { source, points: sum('points'), max: sum('max'), chapters };
}

/** Whether all that was graded passed: never so when nothing was. */
export function isFull({ chapters }: Score): boolean {
  return chapters.length > 0 && chapters.every(({ status }) => status === 'passed');
}

/**
 * Why a score doesn't reach a number of points, in a few words; undefined when it does. A chapter that
 * crashed, ran out of time, or whose checks aren't worth 100 points says nothing about the code.
 *
 * @param isTask one task was graded, and not whole chapters
 */
export function shortOf(
  { points, chapters }: Score,
  threshold: number,
  isTask: boolean,
): string | undefined {
  if (chapters.length === 0) return 'no chapter was graded';
  for (const { chapter, status, checks, max } of chapters) {
    if (status === 'crashed') return `chapter ${chapter} crashed`;
    if (status === 'timeout') return `chapter ${chapter} ran out of time`;
    if (checks.length === 0) return `no check of chapter ${chapter} ran`;
    if (!isTask && max !== 100) return `the checks of chapter ${chapter} are worth ${max} points`;
  }
  return points < threshold ? `${points} points` : undefined;
}
