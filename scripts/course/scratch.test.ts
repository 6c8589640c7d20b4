import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { makeScratch } from './scratch.ts';

let course: TinyCourse;
let root: string;
beforeEach(() => ({ root } = course = tinyCourse()));
afterEach(() => course.remove());

test("a scratch copy holds starters or solutions, the checks, and nothing of the learner's", () => {
  course.write({
    'chapters/01-greeting/greet.ts': 'mine',
    'chapters/01-greeting/helper.ts': 'mine',
    '.workbook/progress.json': '{}',
  });
  const scratch = makeScratch(root, { solved: [2] });
  try {
    const read = (path: string) => readFileSync(join(scratch.root, path), 'utf8');
    const FAREWELL = '02-farewell/farewell.ts';
    const CHECKS = 'chapters/01-greeting/checks/1.1-greet.test.ts';
    expect(read('chapters/01-greeting/greet.ts')).toContain(
      `todo('1.1', '/chapters/01-greeting#1-1');`,
    );
    expect(read(`chapters/${FAREWELL}`)).toBe(read(`solutions/${FAREWELL}`));
    expect(read(CHECKS)).toBe(course.read([CHECKS])[CHECKS]);
    expect(existsSync(join(scratch.root, 'chapters/00-open-api/app.ts'))).toBe(true);
    expect(existsSync(join(scratch.root, 'chapters/01-greeting/helper.ts'))).toBe(false);
    expect(existsSync(join(scratch.root, '.workbook'))).toBe(false);
    expect(existsSync(join(scratch.root, 'node_modules/express/package.json'))).toBe(true);
  } finally {
    scratch.remove();
  }
  expect(existsSync(scratch.root)).toBe(false);
  expect(existsSync(join(root, 'node_modules/express/package.json'))).toBe(true);
});
