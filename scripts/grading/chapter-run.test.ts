import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChapterRun, type Runner } from './chapter-run.ts';
import type { CheckMeta, CheckResult } from './outcome.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a run sees of what it runs in. */
function attached() {
  const release = vi.fn<Runner['release']>(async () => ({ output: 'last words' }));
  const run = new ChapterRun();
  run.attach({ release });
  return { run, release };
}

const CHECK: CheckMeta = {
  id: '1.1/a',
  task: '1.1',
  title: '',
  points: 100,
  hints: [],
};
const RESULT = { id: '1.1/a', passed: true, errors: [], durationMs: 1 };

test('keeps what it is told', () => {
  const heard = vi.fn();
  const run = new ChapterRun(heard);
  run.take({ type: 'collected', checks: [CHECK] });
  run.take({ type: 'started', id: '1.1/a' });
  run.take({ type: 'loading', file: 'chapters/01-x/x.ts' });
  run.take({ type: 'stray', errors: [{ message: 'late' }] });
  expect(run).toMatchObject({
    checks: [CHECK],
    current: '1.1/a',
    lastFile: 'chapters/01-x/x.ts',
    stray: [{ message: 'late' }],
  });
  run.take({ type: 'finished', result: RESULT });
  expect(run.current).toBeUndefined();
  expect([...run.results]).toEqual([['1.1/a', RESULT]]);
  expect(heard).toHaveBeenCalledTimes(5);
  expect(heard).toHaveBeenLastCalledWith(run);
});

test('ends when everything has run, with what was read', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  const { run, release } = attached();
  await vi.advanceTimersByTimeAsync(500);
  run.take({ type: 'done', digests: { 'chapters/01-x/x.ts': 'abc' } });
  await run.done;
  expect(run).toMatchObject({
    cutShort: undefined,
    durationMs: 500,
    output: 'last words',
    digests: { 'chapters/01-x/x.ts': 'abc' },
  });
  expect(release).toHaveBeenCalledExactlyOnceWith(false);
});

test('ends before it began, and takes a millisecond at least', async () => {
  const run = new ChapterRun();
  expect(run.ended).toBe(false);
  run.end({ reason: 'cancel' });
  await run.done;
  expect(run).toMatchObject({ ended: true, durationMs: 1, output: '' });
});

test('ends once, and hears of nothing afterwards', async () => {
  const { run, release } = attached();
  await vi.advanceTimersByTimeAsync(10);
  run.end({ reason: 'memory' });
  run.end({ reason: 'exit', how: 'exit code 1' });
  run.take({ type: 'finished', result: RESULT });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(run).toMatchObject({ cutShort: { reason: 'memory' }, durationMs: 10 });
  expect(run.results.size).toBe(0);
  expect(release).toHaveBeenCalledExactlyOnceWith(true);
  expect(vi.getTimerCount()).toBe(0);
});

/** A check that ends each so many milliseconds. */
function tellEach(run: ChapterRun, milliseconds: number, result: Partial<CheckResult> = {}): void {
  let count = 0;
  setInterval(() => {
    const id = `1.1/check-${(count += 1)}`;
    const told = { id, passed: true, errors: [], durationMs: milliseconds, ...result };
    run.take({ type: 'finished', result: told });
  }, milliseconds);
}

const NO_ANSWER = {
  kind: 'timeout',
  message: 'No answer',
  stacks: [],
  files: [],
  logged: [],
} as const;

test('a run that tells nothing more has its verdict after 11 s', () => {
  const { run } = attached();
  vi.advanceTimersByTime(10_900);
  expect(run.cutShort).toBeUndefined();
  vi.advanceTimersByTime(200);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});

test('a machine that is slow takes longer, as long as check after check ends', () => {
  const { run } = attached();
  tellEach(run, 1_500);
  vi.advanceTimersByTime(60_000);
  expect(run.cutShort).toBeUndefined();
  vi.advanceTimersByTime(40_000);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});

test('a machine is slow for a minute and a half from when its run began, and no longer', () => {
  // A clock that did not begin with the run: what has gone by counts, not what it shows.
  vi.advanceTimersByTime(500_000);
  const { run } = attached();
  tellEach(run, 1_000);
  vi.advanceTimersByTime(89_500);
  expect(run.cutShort).toBeUndefined();
  vi.advanceTimersByTime(1_000);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
  expect(run.durationMs).toBe(90_000);
});

test('three seconds without a word are too many', () => {
  const { run } = attached();
  vi.advanceTimersByTime(8_000);
  run.take({ type: 'started', id: '1.1/check' });
  vi.advanceTimersByTime(3_000);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});

test('a run that has stopped to move is cut short within 15 s', () => {
  const { run } = attached();
  vi.advanceTimersByTime(10_800);
  run.take({ type: 'started', id: '1.1/check' });
  vi.advanceTimersByTime(4_000);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
  expect(run.durationMs).toBeLessThan(15_000);
});

test('code that has given no answer before is not waited for', () => {
  const { run } = attached();
  run.take({ type: 'finished', result: RESULT });
  tellEach(run, 500, { passed: false, fault: { ...NO_ANSWER, stacks: [], files: [], logged: [] } });
  vi.advanceTimersByTime(11_100);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});
