import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const never = () => new Promise<never>(() => {});

/** How much of the time the process is on the processor. */
let share: number;
/** Whether there is much to do for each of the machine's processors. */
let busy: boolean;
let withinTime: (body: () => unknown, timeout?: number) => Promise<void>;

beforeEach(async () => {
  share = 0;
  busy = false;
  vi.useFakeTimers();
  // A fresh copy: it keeps the clocks of its start, and counts the bodies that never ended.
  vi.resetModules();
  const { setCheckHost } = await import('./host.ts');
  setCheckHost({
    report: () => {},
    workDone: () => performance.now() * share,
    isBusy: () => busy,
    watch: () => {},
    settle: async () => {},
  });
  ({ withinTime } = await import('./within-time.ts'));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** How long it takes until a body that never ends fails, in milliseconds, and what is said then. */
async function failure(timeout?: number) {
  const start = performance.now();
  const failed = withinTime(never, timeout).then(
    () => expect.unreachable(),
    (thrown: Error & { code?: string }) => ({ error: thrown, after: performance.now() - start }),
  );
  await vi.runAllTimersAsync();
  return failed;
}

test('a body that ends has ended, and nothing waits for it any more', async () => {
  await expect(withinTime(() => 1)).resolves.toBeUndefined();
  const late = withinTime(() => new Promise((resolve) => setTimeout(resolve, 1_999)));
  await vi.advanceTimersByTimeAsync(1_999);
  await expect(late).resolves.toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('what a body throws is thrown, at once or later', async () => {
  const fault = new Error('mine');
  await expect(withinTime(() => Promise.reject(fault))).rejects.toBe(fault);
  await expect(
    withinTime(() => {
      throw fault;
    }),
  ).rejects.toBe(fault);
  expect(vi.getTimerCount()).toBe(0);
});

test('one that waits for ever fails, after two seconds unless told', async () => {
  const { error, after } = await failure();
  expect(error).toMatchObject({ code: 'NO_ANSWER' });
  expect(error.message).toBe(
    'No answer within 2 s: does every path through the code answer, call next(), or return?',
  );
  expect(after).toBe(2_000);
  expect((await failure(300)).after).toBe(300);
});

test('one that is at work gets three times as long, and no more', async () => {
  share = 0.2;
  const { error, after } = await failure();
  expect(error.message).toMatch(/^No answer within 6 s/);
  expect(after).toBe(6_000);
});

test('the first that waits gets twice as long where the machine has too much to do', async () => {
  busy = true;
  expect((await failure()).after).toBe(4_000);
  expect((await failure()).after).toBe(2_000);
});

test('one that waits gets no longer where the machine has as much to do as it can', async () => {
  busy = false;
  expect((await failure()).after).toBe(2_000);
});

test('one that waits, and looks up now and then, is not at work', async () => {
  share = 0.09;
  expect((await failure()).after).toBe(2_000);
});

test('a machine that sleeps has not waited: however late a tick is, it is one', async () => {
  const due: (() => void)[] = [];
  vi.stubGlobal('setTimeout', (callback: () => void) => due.push(callback));
  vi.resetModules();
  const { setCheckHost } = await import('./host.ts');
  setCheckHost({
    report: () => {},
    workDone: () => performance.now() * share,
    isBusy: () => busy,
    watch: () => {},
    settle: async () => {},
  });
  ({ withinTime } = await import('./within-time.ts'));
  const failed = vi.fn<(error: unknown) => void>();
  const body = withinTime(never).catch(failed);
  for (let tick = 1; tick < 20; tick += 1) due.shift()?.();
  await Promise.resolve();
  expect(due.length).toBe(1);
  due.shift()?.();
  await body;
  expect(failed).toHaveBeenCalledOnce();
});

test('after two that never ended, the others get half a second at the most', async () => {
  await failure();
  expect((await failure(4_000)).after).toBe(4_000);
  expect((await failure()).after).toBe(500);
  expect((await failure(4_000)).after).toBe(500);
  expect((await failure(20)).after).toBe(20);
});
