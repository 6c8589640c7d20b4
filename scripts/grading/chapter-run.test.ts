import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChapterRun } from './chapter-run.ts';
import type { CheckProcess } from './check-process.ts';
import type { CheckResult } from './outcome.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run whose process does nothing by itself. */
function startRun(): ChapterRun {
  const run = new ChapterRun('/course/chapters/01-first/first.test.ts');
  const idle = { child: new EventEmitter(), gone: false, runsLeft: 1 };
  const stub = { ...idle, kill: () => {}, drained: () => Promise.resolve() };
  run.attach(stub as unknown as CheckProcess);
  return run;
}

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
  const run = startRun();
  vi.advanceTimersByTime(10_900);
  expect(run.cutShort).toBeUndefined();
  vi.advanceTimersByTime(200);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});

test('a machine that is slow takes longer, as long as check after check ends', () => {
  const run = startRun();
  tellEach(run, 1_500);
  vi.advanceTimersByTime(60_000);
  expect(run.cutShort).toBeUndefined();
  vi.advanceTimersByTime(40_000);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});

test('a run that has stopped to move is cut short within 15 s', () => {
  const run = startRun();
  vi.advanceTimersByTime(10_800);
  run.take({ type: 'started', id: '1.1/check' });
  vi.advanceTimersByTime(4_000);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
  expect(run.durationMs).toBeLessThan(15_000);
});

test('code that has given no answer before is not waited for', () => {
  const run = startRun();
  tellEach(run, 500, { passed: false, fault: { ...NO_ANSWER, stacks: [], files: [], logged: [] } });
  vi.advanceTimersByTime(11_100);
  expect(run.cutShort).toEqual({ reason: 'deadline' });
});
