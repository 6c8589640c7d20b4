import { lstatSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../testing/run.ts';
import { type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';
import { digest } from './snapshot.ts';
import { expectTidy } from './tidy.ts';

let course: TinyCourse;
let before: string;
beforeAll(() => {
  course = tinyCourse();
  before = everything();
});
afterAll(() => course.remove());

const everything = () => digest(course.root, '.workbook', 'chapters', 'solutions');

const COMMANDS = ['grade', 'hint', 'api', 'diff', 'solve', 'reset', 'starters', 'doctor'];
const LONG = 5_000;

/** Words that name no chapter and no task, and are no option of any command. */
const WRONG_WORDS =
  `7 1.9 3.9 -1 -0 3.2.1 NaN --nope ../.. 1/.. 0x1 1e0 １ 1. .1 Ž😀 __proto__ constructor`
    .split(' ')
    .concat('', ' 1', '1\n2', '\u001b[2J', '\u202e1')
    .concat('9'.repeat(LONG), 'x'.repeat(LONG), '--'.padEnd(LONG, 'y'));

/** Each is tried on one of the commands, and each command on some of them. */
const WRONG = WRONG_WORDS.map((word, index): [string, ...string[]] => [
  COMMANDS[index % COMMANDS.length]!,
  word,
]);

const WRONG_OPTIONS: [string, ...string[]][] = [
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
  ['solve', '1', '2'],
];

describe('wrong use is exit 2, one line, and nothing is done', () => {
  const words = [...WRONG, ...WRONG_OPTIONS].map((line) => ({
    line,
    shown: JSON.stringify(line.join(' ')).slice(0, 60),
  }));
  test.concurrent.for(words)('$shown', async ({ line: [name, ...args] }, { expect }) => {
    const ran = await runCommand(course.root, name, ...args);
    expect(ran.code, JSON.stringify(ran)).toBe(2);
    expectTidy(ran, course.root, JSON.stringify(args));
  });

  afterAll(() => expect(everything()).toBe(before));
});

describe('a report that is written to a file', () => {
  afterEach(() => course.write({ 'docs/old.csv': null }));

  test.each([
    ['--junit', 'docs/README.md/grade.xml'],
    ['--csv', '/dev/null/grade.csv'],
    ['--summary', 'nowhere/grade.md'],
  ])('grade %s %s: the grade is told, and that it could not be written', async (...args) => {
    const ran = await runCommand(course.root, 'grade', '1', ...args);
    expectTidy(ran, course.root);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('0 of 100 points');
    expect(ran.stderr).toMatch(/^\S+ could not be written: .+\n$/);
  });

  test('grade --csv: a link stays one, and what it leads to is written', async () => {
    course.write({ 'docs/old.csv': 'old' });
    symlinkSync('docs/old.csv', join(course.root, 'grade.csv'));
    await runCommand(course.root, 'grade', '1', '--csv', 'grade.csv');
    expect(lstatSync(join(course.root, 'grade.csv')).isSymbolicLink()).toBe(true);
    expect(course.read(['docs/old.csv'])['docs/old.csv']).toContain('1.1/greets');
  });
});
