import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { type FixtureCourse, fixtureCourse } from './fixture-course.ts';
import { nextHint } from './hints.ts';
import type { ChapterGrade } from './outcome.ts';
import { hadPassed, newChecks, readProgress, rememberGrades } from './progress.ts';

let course: FixtureCourse;
beforeEach(() => {
  course = fixtureCourse();
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
  checks: [
    {
      id: '1.1/greets',
      task: '1.1',
      taskTitle: 'Greet',
      title: 'greets',
      points: 100,
      max: 100,
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

const TOO_MUCH = '{"checks":{"1.1/greets":{"points":1e999,"max":30}},"passed":{}}';

test.for(['{broken', '[]', '{"checks":{"a":1},"passed":{}}', TOO_MUCH, 'null', ''])(
  'a broken file (%s) is set aside with one line',
  (content) => {
    course.write({ '.workbook/progress.json': content });
    const say = vi.spyOn(console, 'error').mockReturnValue();
    expect(readProgress(course.root)).toEqual({ checks: {}, passed: {} });
    expect(say).toHaveBeenCalledOnce();
    say.mockRestore();
    const [kept] = readdirSync(join(course.root, '.workbook'));
    expect(kept).toMatch(/^progress\.json\.broken-/);
    expect(readFileSync(join(course.root, '.workbook', kept ?? ''), 'utf8')).toBe(content);
  },
);

test('hints come one at a time, and end', () => {
  const next = () => nextHint(course.root, '1.1/greets', ['one', 'two']);
  expect(next()).toEqual({ text: 'one', number: 1, of: 2 });
  expect(next()).toEqual({ text: 'two', number: 2, of: 2 });
  expect(next()).toBeUndefined();
});
