import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { courseRoot } from '../course/root.ts';
import { run, runCommand } from '../proof/testing/run.ts';
import { LEARNERS_FILES, type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';

const [GREET = '', , FAREWELL = ''] = LEARNERS_FILES;
const CHECKS = 'chapters/02-farewell/checks/2.1-say-goodbye.test.ts';

let course: TinyCourse;
let right: Record<string, string>;
beforeAll(() => {
  course = tinyCourse({ solved: true });
  right = course.read([...LEARNERS_FILES, CHECKS]);
});
afterEach(() => course.write(right));
afterAll(() => course.remove());

/** In which chapter 1 has 30 points, and chapter 2, which builds on it, none. */
const WRONG = { [GREET]: 'export const greet = () => "Hi";\n' };
/** In which chapter 1 has all its points, and chapter 2 can't be graded. */
const CRASHES = { [FAREWELL]: 'process.exit(0);\n' };
const LOOPS = { [FAREWELL]: 'for (;;);\n' };
const UNSOUND = "isn't reached: the checks of chapter 2 are worth";
const isWorth = (points: number) => ({
  [CHECKS]: right[CHECKS]!.replace('points: 100', `points: ${points}`),
});

describe('grade --threshold', () => {
  test.each<[what: string, files: () => Record<string, string>, args: string, verdict: string]>([
    ['all the points', () => ({}), '200', 'is reached'],
    ['a point more than there are', () => ({}), '201', "isn't reached: 200 points"],
    ['as many as it has', () => WRONG, '30', 'is reached'],
    ['one more than it has', () => WRONG, '31', "isn't reached: 30 points"],
    ['none', () => WRONG, '0', 'is reached'],
    ['one chapter', () => CRASHES, '100 1', 'is reached'],
    ['one task', () => WRONG, '50 1.1', "isn't reached: 0 points"],
    ['a crash', () => CRASHES, '100', "isn't reached: chapter 2 crashed"],
    ['a crash, at no points', () => CRASHES, '0', "isn't reached: chapter 2 crashed"],
    ['a loop', () => LOOPS, '100', "isn't reached: chapter 2 ran out of time"],
    ['checks worth more', () => isWorth(600), '300', `${UNSOUND} 600 points`],
    ['checks worth less', () => isWorth(99), '199', `${UNSOUND} 99 points`],
    ['no checks', () => ({ [CHECKS]: '' }), '100', "isn't reached: chapter 2 crashed"],
  ])('%s', async (_what, files, args, verdict) => {
    course.write(files());
    const ran = await runCommand(course.root, 'grade', '--threshold', ...args.split(' '));
    const [points] = args.split(' ');
    const last = ran.stdout.trimEnd().split('\n').at(-1);
    expect(last).toBe(`The threshold of ${points} points ${verdict}.`);
    expect(ran.code).toBe(verdict === 'is reached' ? 0 : 1);
  });

  test('with --json the verdict is on standard error, and the document has all the chapters', async () => {
    course.write(CRASHES);
    const args = ['--json', '--threshold', '1'];
    const { code, stdout, stderr } = await runCommand(course.root, 'grade', ...args);
    expect(JSON.parse(stdout)).toMatchObject({
      points: 100,
      chapters: [{}, { status: 'crashed' }],
    });
    expect(stderr).toBe("The threshold of 1 points isn't reached: chapter 2 crashed.\n");
    expect(code).toBe(1);
  });

  test('without it, a crash and a timeout are never 0', async () => {
    for (const files of [CRASHES, LOOPS]) {
      course.write(files);
      expect((await runCommand(course.root, 'grade', '2')).code).toBe(1);
    }
  });
});

describe.runIf(process.platform !== 'win32')('the workflow that grades what was pushed', () => {
  const workflow = readFileSync(join(courseRoot, '.github/workflows/grade.yml'), 'utf8');
  const [, script = ''] = /run: \|\n((?: {10,}.+\n)+)/.exec(workflow) ?? [];

  /** Runs the workflow's step on a push with these files. */
  async function grade(files: Record<string, string>, threshold: number) {
    for (const [path, text] of Object.entries({ ...right, ...files })) {
      const file = join(course.root, 'pushed', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const words = script.replaceAll('../learner', 'pushed');
    const env = { GITHUB_STEP_SUMMARY: 'summary.md', THRESHOLD: String(threshold) };
    const { code, stderr } = await run('sh', ['-c', words], { cwd: course.root, env });
    const { 'grade.json': json = '' } = course.read(['grade.json']);
    return { code, stderr, points: (JSON.parse(json) as { points: number }).points };
  }

  test('passes good work, and writes what it promises', async () => {
    expect(await grade({}, 200)).toMatchObject({ code: 0, points: 200 });
    const written = course.read(['grade.xml', 'grade.csv', 'summary.md']);
    for (const [name, text] of Object.entries(written))
      expect(text, name).toMatch(/1\.1|Greeting/i);
  });

  test('fails below the threshold', async () => {
    expect(await grade(WRONG, 31)).toMatchObject({ code: 1, points: 30 });
  });

  test('takes no checks of the push’s own', async () => {
    const weak =
      "import { check, task } from '#check';\ntask('2.1', () => check('says-goodbye', 'x', { points: 100, hint: '-' }, () => {}));\n";
    const files = { ...WRONG, [CHECKS]: weak, 'package.json': '{"scripts":{"grade":"exit 0"}}' };
    expect(await grade(files, 31)).toMatchObject({ code: 1, points: 30 });
  });
});
