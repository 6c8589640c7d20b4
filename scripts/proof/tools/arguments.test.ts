import { lstatSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Commands, openCommands } from './commands.ts';
import { PATIENCE, runs } from './runs.ts';
import { digest, lostFiles, snapshot } from './snapshot.ts';
import { expectTidy } from './tidy.ts';
import { type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';
import { anyWord, wrongWord } from './words.ts';

let course: TinyCourse;
let commands: Commands;
beforeAll(async () => {
  course = tinyCourse();
  commands = await openCommands(course.root);
});
afterAll(() => {
  commands.close();
  course.remove();
});

const everything = () => digest(course.root, '.workbook', 'chapters', 'solutions');
const NAMES = ['grade', 'hint', 'api', 'diff', 'solve', 'reset', 'starters', 'doctor'];

describe('random arguments', { timeout: PATIENCE }, () => {
  test.each(NAMES)('npm run %s: a wrong one is exit 2, one line, and nothing is done', (name) =>
    fc.assert(
      fc.asyncProperty(wrongWord, fc.array(anyWord, { maxLength: 2 }), async (wrong, others) => {
        const args = others.some((word) => /^-(h|-help|-)$/.test(word))
          ? [wrong]
          : [wrong, ...others];
        const before = everything();
        const ran = await commands.run(name, ...args);
        expect(ran.code, JSON.stringify([args, ran])).toBe(2);
        expectTidy(ran, course.root, JSON.stringify(args));
        expect(everything()).toBe(before);
      }),
      runs(30),
    ),
  );

  test.each(['diff', 'solve', 'reset', 'starters'])(
    'npm run %s: whatever it is, it ends well',
    (name) =>
      fc.assert(
        fc.asyncProperty(fc.array(anyWord, { maxLength: 3 }), async (args) => {
          const before = snapshot(course.root, 'chapters');
          const ran = await commands.run(name, ...args);
          expectTidy(ran, course.root, JSON.stringify(args));
          expect(lostFiles(course.root, before, ran.stdout)).toEqual([]);
        }),
        runs(30),
      ),
  );
});

describe('options', { timeout: PATIENCE }, () => {
  test.each([
    ['grade', '--junit'],
    ['grade', '--junit', ''],
    ['grade', '--junit', '--json'],
    ['grade', '--csv', 'docs'],
    ['grade', '--summary', 'chapters'],
    ['grade', '--csv', 'chapters/01-greeting/greet.ts'],
    ['grade', '--csv', './docs/../chapters/01-greeting/new.csv'],
    ['grade', '--threshold'],
    ['grade', '--threshold', 'abc'],
    ['grade', '--threshold', '-1'],
    ['grade', '--threshold', ''],
    ['grade', '--threshold', '1e2'],
    ['grade', '--watch', '--json'],
    ['grade', '--watch', '--csv', 'grade.csv'],
    ['grade', '--watch', '--solutions'],
    ['api', '--port'],
    ['api', '--port', ''],
    ['api', '--port', '-1'],
    ['api', '--port', '65536'],
    ['api', '--port', '3000.5'],
    ['api', '--port', '0x10'],
    ['api', ''],
    ['starters', '--check', '1'],
  ])('%s %s %s is used wrongly', async (name, ...args) => {
    const before = everything();
    const ran = await commands.run(name, ...args);
    expect(ran.code, JSON.stringify(ran)).toBe(2);
    expectTidy(ran, course.root);
    expect(everything()).toBe(before);
  });

  test.each([
    ['--junit', 'docs/README.md/grade.xml'],
    ['--csv', '/dev/null/grade.csv'],
    ['--summary', 'nowhere/grade.md'],
  ])('grade %s %s: the grade is told, and that it could not be written', async (...args) => {
    const ran = await commands.run('grade', '1', ...args);
    expectTidy(ran, course.root);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('0 of 100 points');
    expect(ran.stderr).toMatch(/^\S+ could not be written: .+\n$/);
  });

  test('grade --csv: a link stays one, and what it leads to is written', async () => {
    course.write({ 'docs/old.csv': 'old' });
    symlinkSync('docs/old.csv', join(course.root, 'grade.csv'));
    await commands.run('grade', '1', '--csv', 'grade.csv');
    expect(lstatSync(join(course.root, 'grade.csv')).isSymbolicLink()).toBe(true);
    expect(course.read(['docs/old.csv'])['docs/old.csv']).toContain('1.1/greets');
  });
});
