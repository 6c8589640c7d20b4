import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { checkStarters, starterFiles, writeStarters } from './starters.ts';
import { listTasks, unwrittenTasks } from './tasks.ts';

let course: TinyCourse;
let root: string;
beforeEach(() => ({ root } = course = tinyCourse()));
afterEach(() => course.remove());

const GREET = 'chapters/01-greeting/greet.ts';
const FAREWELL = 'chapters/02-farewell/farewell.ts';
const CHECKS = 'chapters/01-greeting/checks/1.1-greet.test.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('fresh starters are fresh', () => {
  expect(checkStarters(root)).toEqual([]);
  expect(read(FAREWELL)).toContain(`todo('2.2', '/chapters/02-farewell#2-2');`);
});

test('a stale, a missing and an extra file are each named; those written by hand are not', () => {
  const HELPER = 'chapters/02-farewell/helper.ts';
  const APP = 'chapters/01-greeting/app.ts';
  course.write({ [GREET]: 'mine', [APP]: null, [HELPER]: 'mine' });
  expect(checkStarters(root)).toEqual([
    { path: APP, kind: 'missing' },
    { path: GREET, kind: 'stale' },
    { path: HELPER, kind: 'extra' },
  ]);
});

test('an edited file is kept before its starter takes its place', () => {
  const checks = read(CHECKS);
  course.write({ [GREET]: 'mine' });
  const { written, backup } = writeStarters(root);
  expect(written.map(({ path }) => path)).toEqual([GREET]);
  expect(backup).toMatch(/^\.workbook\/backups\/\d{4}-\d\d-\d\dT/);
  expect(read(`${backup}/${GREET}`)).toBe('mine');
  expect(read(CHECKS)).toBe(checks);
  expect(checkStarters(root)).toEqual([]);
});

test('when there is nothing to write, nothing is kept', () => {
  expect(writeStarters(root)).toEqual({ written: [] });
  expect(existsSync(join(root, '.workbook'))).toBe(false);
});

test('a task in two files is a fault', () => {
  course.write({ 'solutions/01-greeting/twin.ts': '// #region 1.1\n// #endregion 1.1\n' });
  expect(() => starterFiles(root, '01-greeting')).toThrow(
    'solutions/01-greeting/twin.ts:1: #region 1.1 is in solutions/01-greeting/greet.ts too.',
  );
});

test('the tasks of a chapter, and those still to be written', () => {
  expect(listTasks(root, '02-farewell')).toEqual([
    { task: '2.1', file: 'farewell.ts' },
    { task: '2.2', file: 'farewell.ts' },
  ]);
  course.write({
    [FAREWELL]: read(FAREWELL).replace(`todo('2.1', '/chapters/02-farewell#2-1');`, `return '';`),
  });
  expect(unwrittenTasks(root, '02-farewell').map(({ task }) => task)).toEqual(['2.2']);
  course.write({ [FAREWELL]: read('solutions/02-farewell/farewell.ts') });
  expect(unwrittenTasks(root, '02-farewell')).toEqual([]);
});
