import { expect, test } from 'vitest';
import type { ChapterGrade, CheckGrade } from '../outcome.ts';
import { scoreOf, shortOf } from './score.ts';

const check: CheckGrade = {
  id: '3.1/a',
  task: '3.1',
  taskTitle: 'Verify a token',
  title: 'accepts a good token',
  points: 100,
  max: 100,
  outcome: 'passed',
  passed: true,
  hints: [],
  page: '/',
};

/** Why chapter 3, in this state, doesn't reach 60 points. */
function short(changes: Partial<ChapterGrade>, isTask = false): string | undefined {
  const grade: ChapterGrade = {
    chapter: 3,
    slug: '03-authenticator',
    title: 'The authenticator',
    points: 60,
    max: 100,
    status: 'failed',
    durationMs: 1,
    checks: [check],
    output: '',
    briefs: [],
    digests: {},
    ...changes,
  };
  return shortOf(scoreOf('chapters', [grade]), 60, isTask);
}

test('a threshold is reached with so many points, or more', () => {
  expect(short({})).toBeUndefined();
  expect(short({ points: 100, status: 'passed' })).toBeUndefined();
  expect(short({ points: 59 })).toBe('59 points');
  expect(short({ max: 60 }, true), 'a task is worth less than a chapter').toBeUndefined();
});

test.each<[what: string, changes: Partial<ChapterGrade>, why: string]>([
  ['crashed', { status: 'crashed' }, 'chapter 3 crashed'],
  ['ran out of time', { status: 'timeout' }, 'chapter 3 ran out of time'],
  ['ran no check', { checks: [] }, 'no check of chapter 3 ran'],
  ['has checks worth too much', { max: 600 }, 'the checks of chapter 3 are worth 600 points'],
])(
  'however many points it has, it is never reached by a chapter that %s',
  (_what, changes, why) => {
    expect(short({ points: 77, ...changes })).toBe(why);
  },
);

test('nor by nothing', () => {
  expect(shortOf(scoreOf('chapters', []), 0, false)).toBe('no chapter was graded');
});
