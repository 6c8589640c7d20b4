import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { codeFiles, saveCode } from './code-files.ts';

const SLUG = '01-greeting';
const GREET = `chapters/${SLUG}/greet.ts`;
const GIVEN = `chapters/${SLUG}/given.ts`;

let course: TinyCourse;
beforeEach(() => (course = tinyCourse({ solved: true })));
afterEach(() => course.remove());

const greet = () => course.read([GREET])[GREET]!;
const save = (text: string, before: string, keep = false) =>
  saveCode(course.root, SLUG, { path: GREET, text, before, keep });

test('files with tasks come first, with their tasks; checks and tests are no files to show', () => {
  course.write({ [`chapters/${SLUG}/mine.test.ts`]: '// mine', [GIVEN]: '// given' });
  const all = codeFiles(course.root, SLUG);
  expect(all[0]).toEqual({ path: GREET, tasks: ['1.1'], text: greet() });
  expect(all.map(({ path }) => path)).toEqual([GREET, `chapters/${SLUG}/app.ts`, GIVEN]);
});

test('what all chapters share can be read where it is imported', () => {
  const shared = 'chapters/00-open-api/people.ts';
  course.write({
    [shared]: '// people',
    [GIVEN]: "import '#api/people.ts';\nimport '#api/none.ts';",
  });
  const all = codeFiles(course.root, SLUG);
  expect(all.at(-1)).toEqual({ path: shared, tasks: [], text: '// people' });
  expect(all.filter(({ path }) => path.includes('00-open-api'))).toHaveLength(1);
});

test('what nobody else has touched is written; what somebody has, is not', () => {
  const before = greet();
  expect(save('mine', before)).toEqual({ backup: undefined });
  expect(greet()).toBe('mine');
  expect(save('more', before)).toEqual({ conflict: 'mine' });
  expect(greet()).toBe('mine');
});

test('with leave it is written over, and a copy is kept', () => {
  const before = greet();
  const saved = save('mine', before, true) as { backup: string };
  const copy = join(saved.backup, GREET);
  expect(course.read([copy])[copy]).toBe(before);
});

test('a file keeps its line ends', () => {
  course.write({ [GREET]: 'a\r\nb\r\n' });
  expect(codeFiles(course.root, SLUG)[0]?.text).toBe('a\nb\n');
  expect(save('a\nc\n', 'a\nb\n')).toEqual({ backup: undefined });
  expect(greet()).toBe('a\r\nc\r\n');
});

test('a file that is gone comes back', () => {
  const before = greet();
  rmSync(join(course.root, GREET));
  expect(codeFiles(course.root, SLUG)[0]?.text).toBe('');
  expect(save('again', before)).toEqual({ backup: undefined });
  expect(greet()).toBe('again');
});

test.each(['given.ts', 'checks/1.1-greet.test.ts', '../../package.json'])(
  '%s is not to be written',
  (name) => {
    course.write({ [GIVEN]: '// given' });
    const edit = { path: `chapters/${SLUG}/${name}`, text: '', before: '', keep: true };
    expect(() => saveCode(course.root, SLUG, edit)).toThrow(/isn't yours to write/);
  },
);
