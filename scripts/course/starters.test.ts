import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFixture, put } from './fixture.ts';
import { checkStarters, starterFiles, writeStarters } from './starters.ts';
import { listTasks, unwrittenTasks } from './tasks.ts';

let root: string;
let remove: () => void;
beforeEach(() => ({ root, remove } = makeFixture()));
afterEach(() => remove());

const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('fresh starters are fresh', () => {
  expect(checkStarters(root)).toEqual([]);
  expect(read('chapters/01-first/greet.ts')).toContain(`todo('1.2', '/chapters/01-first#1-2');`);
});

test('a stale, a missing and an extra file are each named; those written by hand are not', () => {
  writeFileSync(join(root, 'chapters/01-first/greet.ts'), 'mine');
  rmSync(join(root, 'chapters/01-first/app.ts'));
  put(root, 'chapters/02-second/helper.ts', 'mine');
  expect(checkStarters(root)).toEqual([
    { path: 'chapters/01-first/app.ts', kind: 'missing' },
    { path: 'chapters/01-first/greet.ts', kind: 'stale' },
    { path: 'chapters/02-second/helper.ts', kind: 'extra' },
  ]);
});

test('an edited file is kept before its starter takes its place', () => {
  writeFileSync(join(root, 'chapters/01-first/greet.ts'), 'mine');
  const { written, backup } = writeStarters(root);
  expect(written.map(({ path }) => path)).toEqual(['chapters/01-first/greet.ts']);
  expect(backup).toMatch(/^\.workbook\/backups\/\d{4}-\d\d-\d\dT/);
  expect(read(`${backup}/chapters/01-first/greet.ts`)).toBe('mine');
  expect(read('chapters/01-first/first.test.ts')).toBe('// by hand\n');
  expect(checkStarters(root)).toEqual([]);
});

test('when there is nothing to write, nothing is kept', () => {
  expect(writeStarters(root)).toEqual({ written: [] });
  expect(existsSync(join(root, '.workbook'))).toBe(false);
});

test('a task in two files is a fault', () => {
  put(root, 'solutions/01-first/twin.ts', '// #region 1.1\n// #endregion 1.1\n');
  expect(() => starterFiles(root, '01-first')).toThrow(
    'solutions/01-first/twin.ts:1: #region 1.1 is in solutions/01-first/greet.ts too.',
  );
});

test('the tasks of a chapter, and those still to be written', () => {
  expect(listTasks(root, '01-first')).toEqual([
    { task: '1.1', file: 'greet.ts' },
    { task: '1.2', file: 'greet.ts' },
  ]);
  const file = join(root, 'chapters/01-first/greet.ts');
  writeFileSync(
    file,
    read('chapters/01-first/greet.ts').replace(
      `todo('1.1', '/chapters/01-first#1-1');`,
      `return '';`,
    ),
  );
  expect(unwrittenTasks(root, '01-first').map(({ task }) => task)).toEqual(['1.2']);
  writeFileSync(file, read('solutions/01-first/greet.ts'));
  expect(unwrittenTasks(root, '01-first')).toEqual([]);
});
