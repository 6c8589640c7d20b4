import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotTaken } from '../course/handed-in.ts';
import { gradeHandedIn } from '../grading/node/grade-handed-in.ts';
import { type TinyCourse, tinyCourse } from './testing/tiny-course.ts';
import { APP, app, GREET, greet, type Trick } from './trick.ts';
import { FILES } from './tricks/files.ts';
import { FORGING } from './tricks/forging.ts';
import { PATCHING } from './tricks/patching.ts';
import { SOLUTIONS } from './tricks/solutions.ts';

const TRICKS = [...FORGING, ...PATCHING, ...SOLUTIONS, ...FILES];

let course: TinyCourse;
beforeAll(() => void (course = tinyCourse()));
afterAll(() => course.remove());

describe.concurrent('a grade of code that was handed in', () => {
  test('passes what is right', async () => {
    const files = course.read(['solutions/01-greeting/greet.ts', 'solutions/01-greeting/app.ts']);
    const [greetText, appText] = Object.values(files);
    const { status, points, text } = await gradeOf({ [GREET]: greetText!, [APP]: appText! });
    expect({ status, points }, text).toEqual({ status: 'passed', points: 100 });
  });

  // No grader can tell it from an understanding: it does what the checks ask for.
  test('passes what is right for the wrong reason: answers that are written down', async () => {
    const known = `return { Ida: 'Hello, Ida', Bo: 'Hello, Bo' }[name];`;
    const handler = `return response.json({ greeting: 'Hello, Ida' });`;
    const { status, text } = await gradeOf({ ...greet('', known), ...app(handler) });
    expect(status, text).toBe('passed');
  });

  test.for(TRICKS)('gives no point for $name', async ({ files, links, says = /./ }) => {
    const { status, points, text } = await gradeOf(files, links);
    expect(status, text).not.toBe('passed');
    expect(points, text).toBe(0);
    expect(text.replace(/\s+/g, ' ')).toMatch(says);
  });
});

/** Grades chapter 1 of a copy in which nothing works, but for what these files do. */
async function gradeOf(files: Trick['files'], links: Trick['links'] = {}) {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'cairn-learner-'));
  for (const [path, text] of Object.entries({ ...greet(''), ...app(''), ...files })) {
    if (text === null) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    symlinkSync(join(course.root, target), join(directory, path));
  }
  try {
    const { chapters } = await gradeHandedIn({ course: course.root, directory, numbers: [1] });
    const [grade] = chapters;
    const messages = [grade?.message, ...(grade?.checks ?? []).map(({ message }) => message)];
    return { status: grade?.status, points: grade?.points, text: messages.join('\n') };
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    return { status: 'refused', points: 0, text: error.message };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
