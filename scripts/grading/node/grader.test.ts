import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TinyCourse, tinyCourse } from '../../proof/testing/tiny-course.ts';
import { Grader } from './grader.ts';
import type { ChapterGrade } from '../outcome.ts';

const GREET = 'chapters/01-greeting/greet.ts';
const TODO = `import { todo } from '#api/todo.ts';
export function greet(name: string): string {
  return todo('1.1') + name;
}
`;

let course: TinyCourse;
let grader: Grader;

beforeAll(async () => {
  course = tinyCourse({ solved: true });
  grader = await Grader.open({ root: course.root, warm: true });
});

afterAll(() => {
  grader.close();
  course.remove();
});

/** Grades with other files in place, and puts the good ones back. */
async function gradeWith(
  files: Record<string, string>,
  chapter: number,
  only?: string,
): Promise<ChapterGrade> {
  const good = course.read(Object.keys(files));
  course.write(files);
  try {
    const [grade] = await grader.grade([chapter], only);
    if (!grade) throw new Error('No grade.');
    return grade;
  } finally {
    course.write(good);
  }
}

describe('a finished course', () => {
  test('passes, chapter by chapter', async () => {
    const grades = await grader.grade([1, 2]);
    expect(
      grades.map(({ slug, title, points, max, status }) => [slug, title, points, max, status]),
    ).toEqual([
      ['01-greeting', 'The greeting', 100, 100, 'passed'],
      ['02-farewell', 'The farewell', 100, 100, 'passed'],
    ]);
  });

  test('is graded in either tree', async () => {
    const wrong = { 'solutions/02-farewell/farewell.ts': 'export const farewell = () => "no";\n' };
    course.write(wrong);
    const solutions = await Grader.open({ root: course.root, source: 'solutions' });
    try {
      const [grade] = await solutions.grade([2]);
      expect(grade?.status).toBe('failed');
    } finally {
      solutions.close();
    }
  });
});

describe('an unfinished chapter', () => {
  test('has each failing check say what was expected and what came', async () => {
    const grade = await gradeWith({ [GREET]: 'export const greet = () => "Hi";\n' }, 1);
    expect(grade).toMatchObject({ status: 'failed', points: 30, max: 100 });
    expect(grade.checks.map(({ id, passed }) => [id, passed])).toEqual([
      ['1.1/greets', false],
      ['1.1/greets-anyone', false],
      ['1.2/answers', true],
      ['1.2/answers-json', false],
    ]);
    expect(grade.checks[0]).toEqual({
      id: '1.1/greets',
      task: '1.1',
      taskTitle: 'Greet',
      title: 'greets by name',
      points: 0,
      max: 30,
      outcome: 'failed',
      passed: false,
      message: 'expected: Hello, Ida\nreceived: Hi',
      hint: 'What is given?',
      hints: ['What is given?', 'A template.'],
      file: 'chapters/01-greeting/greet.ts',
      page: '/chapters/01-greeting#1-1',
    });
    expect(grade.checks[1]?.message).toMatch(/^the greeting of Bo\n- expected, \+ received:/);
  });

  test('names the task that is not written yet, and where', async () => {
    const { status, checks } = await gradeWith({ [GREET]: TODO }, 1);
    expect(status).toBe('failed');
    expect(checks[0]).toMatchObject({
      message: "Task 1.1 isn't written yet.",
      outcome: 'unwritten',
      needs: '1.1',
      file: 'chapters/01-greeting/greet.ts:3',
    });
    // Reached through HTTP, where it is an answer like any other.
    expect(checks[2]).toMatchObject({ outcome: 'unwritten', needs: '1.1' });
  });

  test('blocks the next, which says how to go on', async () => {
    const { status, message } = await gradeWith({ [GREET]: TODO }, 2);
    expect(status).toBe('blocked');
    expect(message).toContain("task 1.1, which isn't written yet");
    expect(message).toContain('npm run solve 1');
  });

  test('may have a task that passes, and a check', async () => {
    const app = "export const createApp = () => { throw new Error('no'); };\n";
    const files = { 'chapters/01-greeting/app.ts': app };
    expect(await gradeWith(files, 1, '1.1')).toMatchObject({
      status: 'passed',
      points: 50,
      max: 50,
    });
    expect(await gradeWith(files, 1, '1.2')).toMatchObject({
      status: 'failed',
      points: 0,
      max: 50,
    });
    // 1.1/greets-anyone begins like it.
    const { checks } = await gradeWith(files, 1, '1.1/greets');
    expect(checks.map(({ id }) => id)).toEqual(['1.1/greets']);
    expect(checks[0]?.passed).toBe(true);
  });

  test('shows what the code printed', async () => {
    const greet = 'export const greet = () => { console.log("here"); return "Hi"; };\n';
    expect((await gradeWith({ [GREET]: greet }, 1)).output).toMatch(/^here\nhere/);
  });
});

test('a chapter that does not exist is wrong use', async () => {
  await expect(grader.grade([7])).rejects.toMatchObject({ code: 'USAGE' });
});

test('a run that is cut short says so, and leaves no process', async () => {
  const running = grader.grade([1]);
  grader.cancel();
  const [grade] = await running;
  expect(grade?.status).not.toBe('passed');
  expect((await grader.grade([1]))[0]?.status).toBe('passed');
});
