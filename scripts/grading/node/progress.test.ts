import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TinyCourse, tinyCourse } from '../../proof/testing/tiny-course.ts';
import { listChapters } from '../../course/chapters.ts';
import { nextHint } from './hints.ts';
import type { ChapterGrade } from '../outcome.ts';
import { hadPassed, newChecks, readProgress, rememberGrades } from './progress.ts';

let course: TinyCourse;
beforeEach(() => {
  course = tinyCourse({ solved: true });
});
afterEach(() => course.remove());

const passed: ChapterGrade = {
  chapter: 1,
  slug: '01-greeting',
  title: 'The greeting',
  points: 100,
  max: 100,
  status: 'passed',
  durationMs: 1,
  output: '',
  briefs: [],
  digests: {},
  checks: [
    {
      id: '1.1/greets',
      task: '1.1',
      taskTitle: 'Greet',
      title: 'greets',
      points: 100,
      max: 100,
      outcome: 'passed',
      passed: true,
      hints: [],
      page: '/',
    },
  ],
};

function firstHadPassed(): boolean {
  const [, first] = listChapters(course.root);
  return first !== undefined && hadPassed(course.root, readProgress(course.root), first);
}

test('a chapter that passed is remembered, until something that it is made of changes', () => {
  expect(firstHadPassed()).toBe(false);
  rememberGrades(course.root, [passed]);
  expect(firstHadPassed()).toBe(true);
  course.write({ 'chapters/01-greeting/greet.ts': '// changed\n' });
  expect(firstHadPassed()).toBe(false);
});

test('a chapter that no longer passes is forgotten', () => {
  rememberGrades(course.root, [passed]);
  rememberGrades(course.root, [{ ...passed, status: 'failed' }]);
  expect(firstHadPassed()).toBe(false);
});

test('a chapter has not passed with one of its tasks', () => {
  rememberGrades(course.root, [{ ...passed, max: 50 }]);
  expect(firstHadPassed()).toBe(false);
  rememberGrades(course.root, [passed]);
  rememberGrades(course.root, [{ ...passed, max: 50, status: 'failed' }]);
  expect(firstHadPassed()).toBe(true);
});

test.for<[string, Record<string, string | null>, boolean]>([
  ['a later chapter', { 'chapters/02-farewell/farewell.ts': '' }, true],
  ['what all chapters share', { 'chapters/00-open-api/todo.ts': '' }, false],
  ['the packages', { 'package.json': '{}' }, false],
  ['the packages, which are gone', { 'package.json': null }, false],
  [
    "a file's name",
    {
      'chapters/01-greeting/greet.ts': null,
      'chapters/01-greeting/greer.ts': `export function greet(name: string): string {
  return \`Hello, \${name}\`;
}
`,
    },
    false,
  ],
])('whether it still counts as passed when this changes: %s', ([, files, still]) => {
  rememberGrades(course.root, [passed]);
  course.write(files);
  expect(firstHadPassed()).toBe(still);
});

test('a check that is gone from the course is forgotten, once its chapter is graded', () => {
  const [check] = passed.checks;
  const named = (id: string) => ({ ...check!, id });
  const ids = () => Object.keys(readProgress(course.root).checks);
  rememberGrades(course.root, [
    { ...passed, checks: [named('1.1/greets'), named('1.1/old'), named('10.1/other')] },
  ]);
  rememberGrades(course.root, [{ ...passed, checks: [] }]);
  expect(ids(), 'when nothing could be listed').toEqual(['1.1/greets', '1.1/old', '10.1/other']);
  rememberGrades(course.root, [passed]);
  expect(ids()).toEqual(['1.1/greets', '10.1/other']);
});

test('progress is kept by the id of a check', () => {
  rememberGrades(course.root, [passed]);
  expect(readProgress(course.root).checks).toEqual({ '1.1/greets': { points: 100, max: 100 } });
});

test('a check is new when its task was graded without it, or its chapter had passed without it', () => {
  const [check] = passed.checks;
  const added = [
    { ...check!, id: '1.1/added' },
    { ...check!, id: '1.2/added', task: '1.2' },
  ];
  const grade = { ...passed, checks: [...passed.checks, ...added] };
  const ids = () => newChecks(readProgress(course.root), grade).map(({ id }) => id);
  expect(ids()).toEqual([]);
  rememberGrades(course.root, [{ ...passed, status: 'failed' }]);
  expect(ids()).toEqual(['1.1/added']);
  rememberGrades(course.root, [passed]);
  expect(ids()).toEqual(['1.1/added', '1.2/added']);
  rememberGrades(course.root, [grade]);
  expect(ids()).toEqual([]);
});

test('no points, and all there are, are points', () => {
  const checks = { a: { points: 0, max: 100 }, b: { points: 100, max: 100 } };
  course.write({ '.workbook/progress.json': JSON.stringify({ checks, passed: {} }) });
  expect(readProgress(course.root).checks).toEqual(checks);
});

const TOO_MUCH = '{"checks":{"1.1/greets":{"points":1e999,"max":30}},"passed":{}}';

test.for([
  TOO_MUCH,
  '{broken',
  '',
  '[]',
  'null',
  '"text"',
  '{"checks":{}}',
  '{"passed":{}}',
  '{"checks":[],"passed":{}}',
  '{"checks":{},"passed":null}',
  '{"checks":{"a":1},"passed":{}}',
  '{"checks":{"a":null},"passed":{}}',
  '{"checks":{"a":{"points":1}},"passed":{}}',
  '{"checks":{"a":{"max":1}},"passed":{}}',
  '{"checks":{"a":{"points":1,"max":1},"b":{"points":"1","max":1}},"passed":{}}',
  '{"checks":{"a":{"points":-1,"max":1}},"passed":{}}',
  '{"checks":{"a":{"points":1,"max":101}},"passed":{}}',
  '{"checks":{},"passed":{"01-a":"digest","02-b":1}}',
])('a broken file (%s) is set aside with one line', (content) => {
  course.write({ '.workbook/progress.json': content });
  const say = vi.spyOn(console, 'error').mockReturnValue();
  expect(readProgress(course.root)).toEqual({ checks: {}, passed: {} });
  expect(say).toHaveBeenCalledOnce();
  say.mockRestore();
  const [kept] = readdirSync(join(course.root, '.workbook'));
  expect(kept).toMatch(/^progress\.json\.broken-/);
  expect(readFileSync(join(course.root, '.workbook', kept ?? ''), 'utf8')).toBe(content);
});

test('hints come one at a time, and end', () => {
  const next = () => nextHint(course.root, '1.1/greets', ['one', 'two']);
  expect(next()).toEqual({ text: 'one', number: 1, of: 2 });
  expect(next()).toEqual({ text: 'two', number: 2, of: 2 });
  expect(next()).toBeUndefined();
});
