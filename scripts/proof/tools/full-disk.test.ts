import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFiles } from '../../lib/files.ts';
import { readProgress } from '../../grading/node/progress.ts';
import { runWithin, startCommand, startWithin } from '../testing/run.ts';
import { LEARNERS_FILES, type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';
import { digest } from './snapshot.ts';
import { expectTidy } from './tidy.ts';

const GREET = 'chapters/01-greeting/greet.ts';
const WRONG = 'export const greet = () => "Hi";\n';
/** No file may get longer: every write to one fails, as on a full disk. */
const FULL = 'ulimit -f 0';
/** What every line about it ends with. */
const ADVICE = 'npm run doctor says what is in the way.';

const URL_OF_API = /http:\/\/127\.0\.0\.1:\d+/;

let course: TinyCourse;
beforeEach(() => {
  course = tinyCourse({ solved: true });
});
afterEach(() => course.remove());

/** Runs a command, `solve 1`, on a full disk. */
async function run(line: string) {
  const [name = '', ...args] = line.split(' ');
  const ran = await runWithin(course.root, `${FULL}; exec "$@"`, name, ...args);
  expectTidy(ran, course.root, name);
  return ran;
}

describe.runIf(process.platform !== 'win32')('on a full disk', () => {
  test('a grade is right, and one line says that it is not kept', async () => {
    const right = await run('grade 1');
    expect(right.stdout).toContain('100 of 100 points: passed');
    expect(right.stderr).toMatch(/^Your progress can't be kept \(.+\): .+\n$/);
    expect(right.stderr).toContain(ADVICE);
    expect(right.code).toBe(0);
    course.write({ [GREET]: WRONG });
    const wrong = await run('grade 1');
    expect(wrong.stdout).toMatch(/expected: Hello, Ida/);
    expect(wrong.code).toBe(1);
  });

  test('a report that finds no room is told beside the grade', async () => {
    const { code, stdout, stderr } = await run('grade 1 --csv grade.csv');
    expect(stdout).toContain('100 of 100 points: passed');
    expect(stderr).toMatch(/^grade\.csv could not be written: .+$/m);
    expect(code).toBe(1);
  });

  test('of a hint, one line says why there is none', async () => {
    course.write({ [GREET]: WRONG });
    const { code, stdout, stderr } = await run('hint');
    expect(stdout).toContain('"greets by name" fails');
    expect(stderr.trimEnd().split('\n').at(-1)).toContain(ADVICE);
    expect(code).toBe(1);
  });

  test.each(['solve 1', 'reset 1.1', 'reset 1', 'starters'])(
    '%s: what cannot be kept is not replaced',
    async (line) => {
      course.write(Object.fromEntries(LEARNERS_FILES.map((path) => [path, '// mine\n'])));
      course.write({
        [GREET]: `${course.read([GREET])[GREET]}// #region 1.1\n// #endregion 1.1\n`,
      });
      const before = digest(course.root, 'chapters');
      const { code, stderr } = await run(line);
      expect(stderr).toMatch(new RegExp(`^.+: ${ADVICE}\n$`));
      expect(code).toBe(1);
      expect(digest(course.root, 'chapters')).toBe(before);
      expect(listFiles(join(course.root, '.workbook')), 'half of a copy').toEqual([]);
    },
  );

  test.each(['api 1', 'api 2', 'api 2 --memory'])('%s says why it does not start', async (line) => {
    const { code, stderr } = await run(`${line} --port 0`);
    expect(stderr).toMatch(/^✗ \.workbook\/ can't be used \(.+\): npm run doctor .+\n$/);
    expect(code).toBe(1);
  });

  test('an API goes on when the disk fills up, and says what it could not write', async () => {
    const first = startCommand(course.root, 'api', '0', '--port', '0');
    await first.printed(URL_OF_API);
    await first.end();
    const { size } = statSync(join(course.root, '.workbook/cairn.sqlite'));
    const line = `ulimit -f ${Math.ceil(size / 512)}; exec "$@"`;
    const api = startWithin(course.root, line, 'api', '0', '--port', '0');
    try {
      const [url] = URL_OF_API.exec(await api.printed(URL_OF_API))!;
      const statuses: number[] = [];
      while (statuses.length < 20) statuses.push(await postReport(url));
      // Each fails for the same reason, and not for what is left of the one before.
      expect(statuses.slice(-3)).toEqual([500, 500, 500]);
      const told = await api.printed(/^The data can't be written: .+$/m);
      expect(told).toContain(`The data can't be written: ${ADVICE}`);
      expect(told).not.toContain('Could not reset');
      expect((await fetch(`${url}/api/reports`)).status).toBe(200);
    } finally {
      await api.end();
    }
  });

  test('doctor says that the disk is full', async () => {
    const { code, stdout } = await run('doctor');
    expect(stdout).toMatch(/\.workbook\/ cannot be written to: .+\n +→ Free some space/);
    expect(code).toBe(1);
    expect(listFiles(join(course.root, '.workbook'))).toEqual([]);
  });

  test('what is printed to a file there ends in one line', async () => {
    const line = `${FULL}; exec "$@" >printed`;
    const { code, stderr } = await runWithin(course.root, line, 'diff', '1');
    expect(stderr).toMatch(/^The output can't be written \(.+\): make room for it, .+\n$/);
    expect(code).toBe(1);
  });
});

describe.runIf(existsSync('/dev/full'))('where only what is printed has no room', () => {
  const LINE = /^The output can't be written \(no space left on device, write\): .+\n$/;

  test.each(['grade 1', 'grade', 'grade --json', 'hint', 'doctor', 'solve 1'])(
    '%s says so, and does not end well',
    async (line) => {
      const [name = '', ...args] = line.split(' ');
      const ran = await runWithin(course.root, 'exec "$@" >/dev/full', name, ...args);
      expect(ran.stderr).toMatch(LINE);
      expect(ran.code).toBe(1);
    },
  );

  test('a grade is kept, and so are its reports', async () => {
    const line = 'exec "$@" >/dev/full';
    const args = ['1', '--csv', 'grade.csv', '--threshold', '1'];
    expect((await runWithin(course.root, line, 'grade', ...args)).code).toBe(1);
    expect(course.read(['grade.csv'])['grade.csv']).toContain('1.1/greets');
    expect(readProgress(course.root).passed).toHaveProperty('01-greeting');
  });

  test('where nothing can be told at all, wrong code has no exit of 0', async () => {
    course.write({ [GREET]: WRONG });
    const ran = await runWithin(course.root, 'exec "$@" >/dev/full 2>&1', 'grade', '1');
    expect(ran).toMatchObject({ code: 1, output: '' });
  });
});

/** Posts a report that takes up room. Returns the status of the answer. */
async function postReport(url: string): Promise<number> {
  const report = { trail: 'larch-loop', condition: 'open', title: 'Wet', author: 'mira' };
  const { status } = await fetch(`${url}/api/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...report, body: 'Mud. '.repeat(300) }),
  });
  return status;
}
