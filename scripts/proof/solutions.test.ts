import { beforeAll, describe, expect, test } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import { Grader } from '../grading/node/grader.ts';
import type { ChapterGrade } from '../grading/outcome.ts';

const chapters = listChapters(courseRoot).filter(({ number }) => number > 0);
let grades: ChapterGrade[];

beforeAll(async () => {
  const grader = await Grader.open({ source: 'solutions' });
  grades = await grader.grade(chapters.map(({ number }) => number));
  grader.close();
});

describe.each(chapters.map((chapter, index) => ({ ...chapter, index })))('$slug', (chapter) => {
  const grade = (): ChapterGrade => grades[chapter.index]!;

  test('the solution passes every check, for 100 points', () => {
    const failed = grade().checks.filter(({ passed }) => !passed);
    expect(failed.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
    expect(grade()).toMatchObject({ status: 'passed', points: 100, max: 100 });
  });

  test('every task has a region in the solution, and five checks or more', () => {
    const tasks = listTasks(courseRoot, chapter.slug).map(({ task }) => task);
    expect([...new Set(grade().checks.map(({ task }) => task))]).toEqual(tasks);
    for (const task of tasks) {
      const checks = grade().checks.filter((check) => check.task === task);
      expect(checks.length, task).toBeGreaterThanOrEqual(5);
    }
  });

  test('every check is worth something, and says what to think of next', () => {
    for (const { id, max, hints, page } of grade().checks) {
      expect(max, id).toBeGreaterThan(0);
      expect(hints.join('').trim(), id).not.toBe('');
      expect(page, id).toMatch(/^\/chapters\/\d\d-[\w-]+#\d-\d$/);
    }
  });
});

test('the course has 120 checks or more', () => {
  expect(grades.flatMap(({ checks }) => checks).length).toBeGreaterThanOrEqual(120);
});
