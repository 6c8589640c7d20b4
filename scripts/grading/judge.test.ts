import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { briefOf, listChapters } from '../course/chapters.ts';
import { listTasks } from '../course/tasks.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { ChapterRun, type CutShort } from './chapter-run.ts';
import { judge } from './judge.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { ChapterGrade, CheckMeta, CheckResult, Fault } from './outcome.ts';
import type { KnownMistakes } from './recognize.ts';

let course: TinyCourse;
beforeAll(() => {
  // Of task 1.2 nobody knows the place.
  course = tinyCourse({ solved: true, files: { 'solutions/01-greeting/app.ts': null } });
});
afterAll(() => course.remove());

const check = (id: string, points: number): CheckMeta => ({
  id,
  task: id.split('/')[0] ?? '',
  title: `does ${id}`,
  points,
  hints: ['One.', 'Two.'],
});

const CHECKS = [check('1.1/a', 60), check('1.1/b', 10), check('1.2/c', 30)];

const passed = ({ id }: CheckMeta): CheckResult => ({
  id,
  passed: true,
  errors: [],
  durationMs: 1,
});

function failed(id: string, fault: Partial<Fault> = {}, message = 'No.'): CheckResult {
  const whole: Fault = { kind: 'failed', stacks: [], files: [], logged: [], ...fault };
  return { id, passed: false, fault: whole, errors: [{ name: 'Error', message }], durationMs: 1 };
}

/** What is judged: by default, a run in which every check passed. */
interface Told {
  checks?: CheckMeta[];
  results?: CheckResult[];
  stray?: { message: string; stack?: string }[];
  loading?: string;
  started?: string;
  cutShort?: CutShort;
  only?: string;
  number?: number;
  known?: KnownMistakes;
}

function grade(told: Told = {}): ChapterGrade {
  const { checks = CHECKS, stray = [], loading, started, cutShort, only, number = 1, known } = told;
  const results = told.results ?? [];
  const chapters = listChapters(course.root);
  const chapter = chapters.find((one) => one.number === number)!;
  const run = new ChapterRun();
  run.take({ type: 'collected', checks });
  const ended = new Set(results.map(({ id }) => id));
  const others = told.results && ended.size === 0 ? [] : checks.filter(({ id }) => !ended.has(id));
  for (const result of [...results, ...others.map(passed)]) run.take({ type: 'finished', result });
  if (stray.length > 0) run.take({ type: 'stray', errors: stray });
  if (loading) run.take({ type: 'loading', file: loading });
  if (started) {
    run.results.delete(started);
    run.take({ type: 'started', id: started });
  }
  run.end(cutShort);
  const { root } = course;
  const read = (path: string) => {
    const file = join(root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return judge(run, {
    chapter,
    chapters,
    briefs: briefOf(root, chapter.slug).tasks,
    places: listTasks(root, chapter.slug),
    sources: { root, read },
    known,
    source: 'chapters',
    only,
  });
}

describe('a run in which every check passed', () => {
  test('passes, with all points', () => {
    const { checks, ...rest } = grade();
    expect(rest).toMatchObject({
      chapter: 1,
      slug: '01-greeting',
      title: 'The greeting',
      points: 100,
      max: 100,
      status: 'passed',
      output: '',
    });
    expect(rest).not.toHaveProperty('message');
    expect(checks[0]).toEqual({
      id: '1.1/a',
      task: '1.1',
      taskTitle: 'Greet',
      title: 'does 1.1/a',
      points: 60,
      max: 60,
      outcome: 'passed',
      passed: true,
      hints: ['One.', 'Two.'],
      page: '/chapters/01-greeting#1-1',
    });
  });

  test.for([[], [check('1.1/a', 99)], [check('1.1/a', 101)], [check('1.1/a', 0)]])(
    'does not pass when the checks are not worth 100 points: %o',
    (checks) => {
      expect(grade({ checks }).status).not.toBe('passed');
    },
  );

  test('says what is wrong with checks that are worth too little', () => {
    expect(grade({ checks: [check('1.1/a', 99)] })).toMatchObject({
      status: 'failed',
      points: 99,
      message: 'The checks that ran are worth 99 points, not 100: was the test file edited?',
    });
  });

  test.for<[CutShort, ChapterGrade['status'], string]>([
    [{ reason: 'hang', stack: '' }, 'timeout', 'still busy after seconds: is there a loop'],
    [{ reason: 'memory' }, 'crashed', 'ended (it ran out of memory)'],
    [{ reason: 'deadline' }, 'timeout', 'Time was up: 3 of 3 checks had ended.'],
    [{ reason: 'cancel' }, 'timeout', 'The run was cut short.'],
    [{ reason: 'exit', how: 'exit code 0' }, 'crashed', 'ended (exit code 0)'],
    [{ reason: 'exit', how: 'exit code unknown' }, 'crashed', '(exit code unknown)'],
    [{ reason: 'exit', how: 'SIGKILL' }, 'crashed', '(SIGKILL)'],
  ])('does not pass when it was cut short: %o', ([cutShort, status, message]) => {
    const outcome = grade({ cutShort });
    expect(outcome.status).toBe(status);
    expect(outcome.message).toContain(message);
  });

  test('does not pass when something failed that belongs to no check', () => {
    const stack = `Error: late\n    at x (${course.root}/chapters/01-greeting/greet.ts:2:3)`;
    const outcome = grade({ stray: [{ message: 'late', stack }] });
    expect(outcome.status).toBe('failed');
    expect(outcome.message).toMatch(/^chapters\/01-greeting\/greet\.ts:2:3: late\n/);
    expect(grade({ stray: [{ message: 'late' }] })).toMatchObject({ message: 'late' });
  });
});

describe('a run without checks', () => {
  test('crashed, and is worth nothing of 100', () => {
    const outcome = { status: 'crashed', points: 0, max: 100, message: 'No check ran.' };
    expect(grade({ checks: [] })).toMatchObject(outcome);
  });

  test('says why, where that is known', () => {
    const bare = grade({ checks: [], stray: [{ message: 'no such file' }] });
    expect(bare.message).toBe('no such file');
    const stray = [{ message: 'no such file', stack: 'at chapters/01-greeting/greet.ts:1:1' }];
    const { status, message } = grade({ checks: [], stray });
    expect(status).toBe('crashed');
    expect(message).toMatch(/^chapters\/01-greeting\/greet\.ts:1:1: no such file/);
  });
});

describe('a run in which a check failed', () => {
  test('does not pass, and loses the points of that check', () => {
    const outcome = grade({ results: [failed('1.1/b')] });
    expect(outcome).toMatchObject({ status: 'failed', points: 90, max: 100 });
    expect(outcome).not.toHaveProperty('message');
    expect(outcome.checks[1]).toMatchObject({ points: 0, max: 10, passed: false, message: 'No.' });
    expect(outcome.checks[1]).toMatchObject({ hint: 'One.' });
  });

  test('has no hint where there is none', () => {
    const checks = [{ ...check('1.1/a', 100), hints: [] }];
    const [one] = grade({ checks, results: [failed('1.1/a')] }).checks;
    expect(one).not.toHaveProperty('hint');
  });

  test('does not pass when a check has no result at all', () => {
    const run = grade({ results: [passed(CHECKS[0]!)], started: '1.1/b' });
    expect(run).toMatchObject({ status: 'failed', points: 90 });
    expect(run.checks[1]).toMatchObject({ passed: false, message: "It didn't end." });
    const none = grade({ results: [] });
    expect(none).toMatchObject({ status: 'failed', points: 0 });
    expect(none.checks[0]).toMatchObject({ message: 'Not run: the run ended before.' });
  });

  test('crashed when it is one that crashed, whatever came before', () => {
    const results = [
      failed('1.1/a'),
      failed('1.1/b', { kind: 'blocked', task: '0.1' }),
      failed('1.2/c', { kind: 'crashed', message: 'This does not parse.' }),
    ];
    const outcome = grade({ results });
    expect(outcome).toMatchObject({ status: 'crashed', message: 'This does not parse.' });
  });

  test('is blocked when an earlier chapter is not written, and says how to go on', () => {
    const checks = [check('2.1/a', 100)];
    const results = [failed('2.1/a', { kind: 'blocked', task: '1.1' })];
    const { status, message } = grade({ number: 2, checks, results });
    expect(status).toBe('blocked');
    expect(message).toBe(
      "This builds on task 1.1, which isn't written yet. Write it first, or continue with our solution: npm run solve 1\n" +
        'The page: /chapters/01-greeting#1-1',
    );
  });
});

test('a chapter that is not in the course has no page to lead to', () => {
  const results = [failed('1.1/a', { kind: 'blocked', task: '12.3' })];
  expect(grade({ results }).message).toBe(
    "This builds on task 12.3, which isn't written yet. Write it first, or continue with our solution: npm run solve 12",
  );
});

describe('a run that was cut short', () => {
  test('says no more than is known', () => {
    const exit = grade({ cutShort: { reason: 'exit', how: 'exit code 1' } });
    expect(exit.message).toBe('The process that ran your code ended (exit code 1).');
    const late = grade({ cutShort: { reason: 'deadline' } });
    expect(late.message).toBe('Time was up: 3 of 3 checks had ended.');
  });

  test('says during which check, and in which file', () => {
    const stack = `at f (${course.root}/chapters/01-greeting/greet.ts:2:3)`;
    const hang = grade({ started: '1.1/b', cutShort: { reason: 'hang', stack } });
    expect(hang.message).toMatch(
      /^chapters\/01-greeting\/greet\.ts:2:3: .* is there a loop .*\?\nThat was while "does 1\.1\/b" was being checked\.\n/,
    );
    expect(hang.checks[1]?.message).toBe(hang.message);
    expect(hang.checks[1]?.passed).toBe(false);
    const loading = 'chapters/01-greeting/app.ts';
    const lost = grade({ loading, cutShort: { reason: 'memory' } });
    expect(lost.message).toMatch(/^chapters\/01-greeting\/app\.ts: The process that ran your code/);
    const busy = grade({ loading, cutShort: { reason: 'hang', stack: '' } });
    expect(busy.message).toMatch(/^chapters\/01-greeting\/app\.ts: Your code was still busy/);
  });

  test('tells of a check that had no answer, when time was up', () => {
    const results = [failed('1.1/a'), failed('1.1/b', { kind: 'timeout', message: 'No answer.' })];
    const { message } = grade({ results, started: '1.2/c', cutShort: { reason: 'deadline' } });
    expect(message).toBe(
      'Time was up while "does 1.2/c" was being checked: 2 of 3 checks had ended.\nNo answer.',
    );
  });
});

describe('the grade of one task, or of one check', () => {
  test('looks at that alone', () => {
    const results = [failed('1.1/a')];
    expect(grade({ results, only: '1.2' })).toMatchObject({
      status: 'passed',
      points: 30,
      max: 30,
    });
    expect(grade({ results, only: '1.1' })).toMatchObject({
      status: 'failed',
      points: 10,
      max: 70,
    });
    expect(grade({ only: '1.2' }).checks.map(({ id }) => id)).toEqual(['1.2/c']);
    expect(grade({ results, only: '1.1/a' })).toMatchObject({ status: 'failed', max: 60 });
    expect(grade({ results, only: '1.1/b' })).toMatchObject({ status: 'passed', points: 10 });
  });

  test('never passes when it has none', () => {
    expect(grade({ only: '1.7' })).toMatchObject({ status: 'crashed', points: 0, max: 100 });
  });
});

describe('where a check leads', () => {
  const unwritten = `import { todo } from '#api/todo.ts';
// todo('1.1') stands below
export const greet = () => todo('1.1');
`;

  test('is the file of its task, with the line of its todo', () => {
    const file = 'chapters/01-greeting/greet.ts';
    const good = course.read([file]);
    const at = () => grade({ results: [failed('1.1/a')] }).checks[0]?.file;
    try {
      expect(at(), 'written').toBe(file);
      course.write({ [file]: unwritten });
      expect(at(), 'not written').toBe(`${file}:3`);
      course.write({ [file]: null });
      expect(at(), 'deleted').toBe(file);
    } finally {
      course.write(good);
    }
  });

  test('is the file that was loaded last for a task without a place', () => {
    const files = ['chapters/01-greeting/greet.ts', 'chapters/01-greeting/x.ts', 'chapters/y.ts'];
    const results = [failed('1.2/c', { files })];
    expect(grade({ results }).checks[2]?.file).toBe('chapters/y.ts');
  });

  test('is nowhere when nothing is known of why it failed', () => {
    const bare: CheckResult = { id: '1.2/c', passed: false, errors: [], durationMs: 1 };
    const [, , last] = grade({ results: [bare] }).checks;
    expect(last).toMatchObject({ passed: false, message: 'It failed, and did not say why.' });
    expect(last).not.toHaveProperty('file');
  });

  test('is nowhere for one that passed', () => {
    expect(grade().checks[0]).not.toHaveProperty('file');
  });
});

describe('failures that look like a known mistake', () => {
  const { subject } = fingerprintOf('No.');
  const known: KnownMistakes = {
    kinds: ['nobody is greeted'],
    tasks: { '1.1': { 'greets-nobody': { kind: 0, failed: { a: subject, b: subject } } } },
  };
  const usuallyOf = (told: Told) => grade({ known, ...told }).checks.map(({ usually }) => usually);
  const both = [failed('1.1/a'), failed('1.1/b')];

  test('are told what that usually is, at the first of them', () => {
    expect(usuallyOf({ results: both })).toEqual([
      'This usually happens when nobody is greeted.',
      undefined,
      undefined,
    ]);
  });

  test.each<[string, Told]>([
    ['the code does not load', { results: [failed('1.1/a', { kind: 'crashed' }), both[1]!] }],
    ['a task is not written', { results: [failed('1.1/a', { kind: 'unwritten', task: '1.1' })] }],
    ['the run was cut short', { results: both, cutShort: { reason: 'cancel' } }],
    ['every check passes', {}],
  ])('are told nothing of the kind when %s', (_, told) => {
    expect(usuallyOf(told).filter((usually) => usually !== undefined)).toEqual([]);
  });
});
