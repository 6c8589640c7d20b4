import { afterAll, describe, expect, test } from 'vitest';
import { GREET, greet, HOSTILE } from './hostile/cases.ts';
import { expectVerdict, HostileCourses } from './testing/hostile-case.ts';
import { runCommand } from './testing/run.ts';
import { tinyCourse } from './testing/tiny-course.ts';

const courses = new HostileCourses();
afterAll(() => courses.close());

describe.concurrent('code that is hostile without meaning to be', () => {
  test('what is not hostile passes', async () => {
    const { grade, text } = await courses.grade({});
    expect(grade.status, text).toBe('passed');
  });

  test.for(HOSTILE)('$name', async (hostile) => {
    expectVerdict(await courses.grade(hostile.files), hostile);
  });
});

test('the command says so, too', async () => {
  const course = tinyCourse({ solved: true, files: { [GREET]: greet('return name;') } });
  try {
    const { code, stdout, stderr } = await runCommand(course.root, 'grade', '1');
    expect(code, stderr).toBe(1);
    expect(stdout).toMatch(/expected: Hello, Ida/);
    course.write({ [GREET]: greet('return `Hello, ${name}`;') });
    expect((await runCommand(course.root, 'grade', '1')).code).toBe(0);
  } finally {
    course.remove();
  }
});
