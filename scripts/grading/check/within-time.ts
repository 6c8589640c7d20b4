import { checkHost } from './host.ts';

// Kept before any learner's code runs.
const { setTimeout, clearTimeout } = globalThis;

const USUAL = 2_000;
const IMPATIENT = 500;
/**
 * Time is counted in these, not by the clock: while a laptop sleeps, or a machine has no time for
 * anybody, there are none.
 */
const TICK = 100;
/** How much longer a body gets that is at work: the machine may be slow. */
const AT_WORK = 3;
/** How much longer the first gets that has no chance to be at work: the machine is busy. */
const HELD_UP = 2;
/** A process that only waits spends at most this share of the time on the processor. */
const WAITING = 0.1;

let given = 0;

/** A check's body had not ended when its time was up. */
export class NoAnswer extends Error {
  readonly code = 'NO_ANSWER';

  constructor(milliseconds: number) {
    const seconds = milliseconds / 1000;
    super(
      `No answer within ${seconds} s: does every path through the code answer, call next(), or return?`,
    );
  }
}

/**
 * Runs a check's body. After two bodies that never ended, the rest of the chapter gets less time,
 * since a verdict is due in seconds.
 *
 * @throws NoAnswer when the body's promise is still pending after `timeout` milliseconds, or up to
 *   three times as long where something is at work on it, or the machine is too busy for that
 */
export async function withinTime(body: () => unknown, timeout = USUAL): Promise<void> {
  const host = checkHost();
  const limit = given < 2 ? timeout : Math.min(timeout, IMPATIENT);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const wait = (left: number, turns: number, before: number) => {
      timer = setTimeout(
        () => {
          if (left > TICK) return wait(left - TICK, turns, before);
          const isAtWork = host.workDone() - before > limit * WAITING;
          const isHeldUp = given === 0 && host.isBusy();
          const most = isAtWork ? AT_WORK : isHeldUp ? HELD_UP : 1;
          if (turns < most) return wait(limit, turns + 1, host.workDone());
          given += 1;
          reject(new NoAnswer(limit * turns));
        },
        Math.min(left, TICK),
      );
    };
    wait(limit, 1, host.workDone());
  });
  try {
    // Not `Promise.race`: that goes through an array, as learner's code may have left it.
    await new Promise<unknown>((resolve, reject) => {
      tooLate.catch(reject);
      (async () => body())().then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}
