import { expect, test } from 'vitest';
import { nextOf } from './progress.ts';

const task = (task: string, done: boolean, written = done) => ({
  task,
  title: task,
  done,
  written,
});
const chapter = (number: number, points: number, tasks: ReturnType<typeof task>[]) => ({
  number,
  slug: `0${number}-x`,
  title: 'X',
  points,
  max: 100,
  done: points === 100,
  tasks,
});
const OPEN = chapter(0, 0, []);

test.each([
  ['nothing is written', [OPEN, chapter(1, 0, [task('1.1', false)])], { kind: 'start' }],
  [
    'a task is done, and the next one is not',
    [OPEN, chapter(1, 30, [task('1.1', true), task('1.2', false)])],
    { kind: 'task', task: '1.2', title: '1.2', slug: '01-x' },
  ],
  [
    'a task is written, and fails',
    [OPEN, chapter(1, 0, [task('1.1', false, true)])],
    { kind: 'task', task: '1.1', title: '1.1', slug: '01-x' },
  ],
  [
    'a chapter is finished, and the next one is untouched',
    [chapter(1, 100, [task('1.1', true)]), chapter(2, 0, [task('2.1', false)])],
    { kind: 'task', task: '2.1', title: '2.1', slug: '02-x' },
  ],
  [
    'every task was done, and the chapter has not passed as a whole',
    [chapter(1, 90, [task('1.1', true)])],
    { kind: 'chapter', number: 1, title: 'X', slug: '01-x' },
  ],
  ['all is done', [OPEN, chapter(1, 100, [task('1.1', true)])], { kind: 'done' }],
])('%s', (_what, chapters, next) => {
  expect(nextOf(chapters)).toEqual(next);
});
