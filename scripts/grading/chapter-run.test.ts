import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChapterRun } from './chapter-run.ts';
import type { CheckProcess, Trouble } from './node/check-process.ts';
import type { CheckMeta, CheckResult } from './outcome.ts';
import { Output } from './node/output.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a run sees of a process. */
class Stand extends EventEmitter {
  readonly child = this;
  output = new Output();
  onTrouble: ((trouble: Trouble) => void) | undefined;
  gone = false;
  runsLeft: number;
  readonly kill = vi.fn();
  readonly drained = vi.fn(async () => this.output.add(Buffer.from('last words\n')));

  constructor(runsLeft = 1) {
    super();
    this.runsLeft = runsLeft;
  }
}

function attached(stand = new Stand()): { run: ChapterRun; stand: Stand } {
  const run = new ChapterRun('/x.test.ts');
  run.attach(stand as unknown as CheckProcess);
  return { run, stand };
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
  const run = new ChapterRun('/x.test.ts', heard);
  expect(run.file).toBe('/x.test.ts');
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

test('ends when its process says that it is done', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  const { run, stand } = attached();
  expect(run.attached).toBe(true);
  await vi.advanceTimersByTimeAsync(500);
  stand.output.add(Buffer.from('hello\n'));
  run.end();
  await run.done;
  expect(run.cutShort).toBeUndefined();
  expect(run.durationMs).toBe(500);
  expect(run.output).toBe('hello\nlast words');
  expect(stand.kill).toHaveBeenCalledOnce();
});

test('ends without a process, and takes a millisecond at least', async () => {
  const run = new ChapterRun('/x.test.ts');
  expect(run.attached).toBe(false);
  expect(run.durationMs).toBe(0);
  run.end();
  await run.done;
  expect(run.durationMs).toBe(1);
});

test('is cut short when its process ends by itself', async () => {
  const { run, stand } = attached();
  stand.emit('exit', 1, null);
  await run.done;
  expect(run.cutShort).toEqual({ reason: 'exit', exit: { code: 1, signal: null } });
});

test('is cut short when its process was gone before', async () => {
  const stand = new Stand();
  stand.gone = true;
  const { run } = attached(stand);
  await run.done;
  expect(run.cutShort).toEqual({ reason: 'exit', exit: { code: null, signal: null } });
});

test('is cut short when its process hangs, or is too big', () => {
  const one = attached();
  one.stand.onTrouble?.({ hangs: 'at f' });
  expect(one.run.cutShort).toEqual({ reason: 'hang', stack: 'at f' });
  const other = attached();
  other.stand.onTrouble?.({ memory: true });
  expect(other.run.cutShort).toEqual({ reason: 'memory' });
});

test('is cut short after eleven seconds', async () => {
  const { run, stand } = attached();
  await vi.advanceTimersByTimeAsync(10_999);
  expect(run.durationMs).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
  expect(stand.kill).toHaveBeenCalledOnce();
});

test('what comes after its end changes nothing', async () => {
  const { run, stand } = attached();
  await vi.advanceTimersByTimeAsync(10);
  run.end();
  expect(stand.listenerCount('exit')).toBe(0);
  stand.emit('exit', 1, null);
  stand.onTrouble?.({ memory: true });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(run).toMatchObject({ cutShort: undefined, durationMs: 10 });
  expect(vi.getTimerCount()).toBe(0);
});

test('leaves a process that is good for more alive, with a fresh output', async () => {
  const stand = new Stand(2);
  stand.output.add(Buffer.from('of the run before\n'));
  const { run } = attached(stand);
  stand.output.add(Buffer.from('of this one\n'));
  run.end();
  await run.done;
  expect(run.output).toBe('of this one');
  expect(stand).toMatchObject({ runsLeft: 1 });
  expect(stand.kill).not.toHaveBeenCalled();
});

test('wants no process any more when it was cut short before there was one', async () => {
  const run = new ChapterRun('/x.test.ts');
  run.end({ reason: 'cancel' });
  await run.done;
  const stand = new Stand();
  run.attach(stand as unknown as CheckProcess);
  expect(stand.kill).toHaveBeenCalledOnce();
  expect(run).toMatchObject({ attached: false, cutShort: { reason: 'cancel' } });
  expect(vi.getTimerCount()).toBe(0);
});

test('uses no process again that was cut short', async () => {
  const { run, stand } = attached(new Stand(5));
  run.end({ reason: 'cancel' });
  await run.done;
  expect(stand.runsLeft).toBe(0);
  expect(stand.kill).toHaveBeenCalledOnce();
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
