import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../proof/testing/run.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';

let course: TinyCourse;
let root: string;
beforeEach(() => ({ root } = course = tinyCourse()));
afterEach(() => course.remove());

const FAREWELL = 'chapters/02-farewell/farewell.ts';
const SOLVED = 'solutions/02-farewell/farewell.ts';
const CHECKS = 'chapters/02-farewell/checks/2.1-say-goodbye.test.ts';
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const run = (name: string, ...args: string[]) => runCommand(root, name, ...args);
/** Where the copy is kept, as the command says. */
const keptIn = (stdout: string) => /kept in (\S+)\//.exec(stdout)?.[1] ?? 'nowhere';

describe('a chapter', () => {
  test('solve N puts the solution in place, keeps a copy, and shows what changed', async () => {
    write(
      FAREWELL,
      read(FAREWELL).replace(`todo('2.1', '/chapters/02-farewell#2-1');`, `return 'mine';`),
    );
    const [mine, checks] = [read(FAREWELL), read(CHECKS)];
    const { code, stdout } = await run('solve', '2');
    expect(code).toBe(0);
    expect(read(FAREWELL)).toBe(read(SOLVED));
    expect(read(`${keptIn(stdout)}/${FAREWELL}`)).toBe(mine);
    expect(stdout).toContain(`-  return 'mine';`);
    expect(stdout).toContain('+  return greet(name)');
    expect(read(CHECKS)).toBe(checks);
    const again = await run('solve', '2');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('Nothing was changed');
  });
});

describe('one task', () => {
  test('solve N.M and reset N.M touch that task alone', async () => {
    write(
      FAREWELL,
      read(FAREWELL).replace(`todo('2.2', '/chapters/02-farewell#2-2');`, `return 'mine';`),
    );
    const mine = read(FAREWELL);
    expect((await run('solve', '2.1')).code).toBe(0);
    expect(read(FAREWELL)).toContain('return greet(name)');
    expect(read(FAREWELL)).toContain(`return 'mine';`);
    // The learner has tidied the import away: it comes back with the todo.
    write(FAREWELL, read(FAREWELL).replace(/import \{ todo \}.*\n\n/, ''));
    expect((await run('reset', '2.1')).code).toBe(0);
    expect(read(FAREWELL)).toBe(mine);
  });

  test('a file that has lost its markers is left alone', async () => {
    write(FAREWELL, 'mine');
    const { code, stderr } = await run('solve', '2.1');
    expect(code).toBe(1);
    expect(stderr).toBe(
      `${FAREWELL} has lost its "// #region 2.1". For the whole chapter, type npm run solve 2\n`,
    );
    expect(read(FAREWELL)).toBe('mine');
  });

  test('a file and a folder that are gone come back', async () => {
    rmSync(join(root, FAREWELL));
    expect((await run('reset', '2.2')).code).toBe(0);
    expect(read(FAREWELL)).toContain(`todo('2.2', '/chapters/02-farewell#2-2')`);
    rmSync(join(root, 'chapters/02-farewell'), { recursive: true });
    const { code, stdout } = await run('solve', '2');
    expect(code).toBe(0);
    expect(read(FAREWELL)).toBe(read(SOLVED));
    expect(stdout).toContain('git checkout -- chapters/02-farewell');
  });

  test('without a number it is the chapter that the learner is at, and it says so', async () => {
    await run('solve', '1');
    const { code, stdout } = await run('solve');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Chapter 2, for that is where you are/);
    expect(read(FAREWELL)).toBe(read(SOLVED));
    // Written, but not right yet: then this is where the learner is.
    const progress = { checks: { '1.1/greets': { points: 0, max: 5 } }, passed: {} };
    course.write({ '.workbook/progress.json': JSON.stringify(progress) });
    expect((await run('diff')).stdout).toMatch(/^Chapter 1, /);
    course.write({ '.workbook/progress.json': '{' });
    const broken = await run('diff');
    expect(broken.stdout).toMatch(/^Chapter 2, /);
    expect(broken.stderr).toMatch(/progress\.json is broken: it is now .*\n$/);
  });
});

describe('diff', () => {
  test('goes task by task, and says what is the same', async () => {
    await run('solve', '2.2');
    const { code, stdout } = await run('diff', '2');
    expect(code).toBe(0);
    expect(stdout).toContain(`2.1 · ${FAREWELL}\n`);
    expect(stdout).toContain(`-  todo('2.1', '/chapters/02-farewell#2-1');`);
    expect(stdout).not.toContain('TODO 2.1');
    expect(stdout).toContain(`2.2 · ${FAREWELL} · same`);
    expect(stdout).not.toContain('around the tasks');
  });

  test('a file without its markers is compared as a whole', async () => {
    write(FAREWELL, 'mine\n');
    const { stdout } = await run('diff', '2.1');
    expect(stdout).toContain(`the whole file · ${FAREWELL} has lost its region markers`);
    expect(stdout).toContain('-mine');
  });
});

describe('wrong use is one line, and exit 2', () => {
  test.each([
    ['solve', ['9'], 'There is no chapter 9; they are 1 to 2: type npm run solve 1.'],
    ['reset', ['1.7'], 'There is no task 1.7; chapter 1 has 1.1, 1.2: type npm run reset 1.1.'],
    [
      'diff',
      ['--all'],
      "unknown option '--all': type npm run diff -- --help to see what it takes.",
    ],
    ['api', ['1.1'], '1.1 is a task; a chapter is wanted: type npm run api 1.'],
    ['api', ['1', '--port', 'x'], '"x" is not a port: type npm run api -- 1 --port 3000'],
  ])('%s %j', async (name, args, line) => {
    const { code, stdout, stderr } = await run(name, ...args);
    expect(stderr).toBe(`${line}\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('starters', () => {
  test('--check names what is stale and what to type; starters mends it, with a copy', async () => {
    write(FAREWELL, 'mine');
    const check = await run('starters', '--check');
    expect(check.code).toBe(1);
    expect(check.stderr).toBe(
      `${FAREWELL} is not what its solution derives to: type npm run starters\n`,
    );
    const { code, stdout } = await run('starters');
    expect(code).toBe(0);
    expect(read(`${keptIn(stdout)}/${FAREWELL}`)).toBe('mine');
    expect((await run('starters', '--check')).code).toBe(0);
  });

  test('a marker that cannot be meant is one line with its place', async () => {
    write(SOLVED, '// #region 2.1\n');
    const { code, stderr } = await run('starters');
    expect(code).toBe(1);
    expect(stderr).toBe(`${SOLVED}:1: #region 2.1 is never closed.\n`);
  });
});

describe('doctor', () => {
  // The tiny course lacks them.
  beforeEach(() =>
    course.write({
      'chapters/tsconfig.json': '{}',
      'chapters/02-farewell/checks/2.2-wave.test.ts': '',
    }),
  );

  test('finds nothing in a sound course', async () => {
    const { code, stdout } = await run('doctor');
    expect(stdout).toContain('Nothing is in the way.');
    expect(code).toBe(0);
    expect(existsSync(join(root, '.workbook/keys'))).toBe(false);
  });

  test('names each problem, with its mend', async () => {
    rmSync(join(root, FAREWELL));
    course.write({ '.workbook/state.json': '{' });
    const { code, stdout } = await run('doctor');
    expect(code).toBe(1);
    expect(stdout).toContain(`${FAREWELL} is missing\n    → Type npm run reset 2.1`);
    expect(stdout).toContain('.workbook/state.json is not JSON');
  });

  test('says what is missing of what the commands themselves are made of', async () => {
    rmSync(join(root, 'chapters/00-open-api'), { recursive: true });
    const { code, output } = await run('doctor');
    expect(code).toBe(1);
    expect(output).toContain('→ Type git checkout -- chapters/00-open-api/app.ts');
    expect(output).not.toMatch(/^\s+at |npm ci/m);
  });
});
