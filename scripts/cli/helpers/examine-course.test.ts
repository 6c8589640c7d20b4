import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TinyCourse, tinyCourse } from '../../proof/testing/tiny-course.ts';
import { examine } from './examine.ts';

/** What the tiny course lacks of a course. */
const WHOLE = {
  'chapters/tsconfig.json': '{}',
  'chapters/02-farewell/checks/2.2-wave.test.ts': '',
};

let course: TinyCourse;
beforeEach(() => {
  course = tinyCourse({ solved: true, files: WHOLE });
});
afterEach(() => course.remove());

const GREET = 'solutions/01-greeting/greet.ts';

/** What doctor finds in the way, each with its mend. */
async function problems(): Promise<string[]> {
  const found: string[] = [];
  for await (const { state, what, mend } of examine(course.root)) {
    if (state === 'bad') found.push(`${what} → ${mend}`);
  }
  return found;
}

const remove = (path: string) => rmSync(join(course.root, path), { recursive: true });

test('nothing is in the way of a sound course, nor are tests of the learner’s own', async () => {
  course.write({ 'chapters/01-greeting/checks/own.test.ts': "import './nowhere.ts';\n" });
  expect(await problems()).toEqual([]);
});

test.each([
  'solutions/01-greeting',
  'solutions/01-greeting/greet.ts',
  'chapters/01-greeting/README.md',
  'chapters/00-open-api/app.ts',
  'chapters/00-open-api/seeds.ts',
  'chapters/tsconfig.json',
  'tsconfig.json',
  'package-lock.json',
])('without %s', async (path) => {
  remove(path);
  const found = await problems();
  expect(found.length).toBeGreaterThan(0);
  expect(found.join('\n')).toMatch(new RegExp(`→ Type git checkout -- ${path}(/|$)`, 'm'));
  expect(found.join('\n')).not.toMatch(/npm ci|\n\s+at /);
});

test.each(['solutions', 'chapters/00-open-api'])('without all of %s', async (path) => {
  remove(path);
  const found = await problems();
  expect(found.join('\n')).toContain(`→ Type git checkout -- ${path}/`);
  expect(found.join('\n')).not.toContain('npm ci');
});

test("without a task's checks", async () => {
  remove('chapters/01-greeting/checks/1.2-answer.test.ts');
  expect(await problems()).toEqual([
    'chapters/01-greeting/checks is not whole → Type git checkout -- chapters/01-greeting/checks',
  ]);
});

test('with a solution that is half written', async () => {
  const { [GREET]: text = '' } = course.read([GREET]);
  course.write({ [GREET]: text.replace('// #endregion 1.1', '') });
  const [first] = await problems();
  expect(first).toBe(`${GREET}:3: #region 1.1 is never closed. → Type git checkout -- ${GREET}`);
});

test('with files that cannot be read', async () => {
  remove('chapters/01-greeting/greet.ts');
  mkdirSync(join(course.root, 'chapters/01-greeting/greet.ts'));
  remove('package-lock.json');
  symlinkSync('package-lock.json', join(course.root, 'package-lock.json'));
  expect(await problems()).toEqual([
    expect.stringMatching(
      /^A file can't be read: too many symbolic links.* 'package-lock\.json' → /,
    ),
    'chapters/01-greeting/greet.ts is no file → Move it away.',
  ]);
});
