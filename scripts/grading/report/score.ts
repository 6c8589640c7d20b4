import type { Source } from '../../course/chapters.ts';
import type { ChapterGrade } from '../outcome.ts';

/** The outcome of a command: one or more chapters' grades. */
export interface Score {
  source: Source;
  points: number;
  max: number;
  chapters: ChapterGrade[];
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
