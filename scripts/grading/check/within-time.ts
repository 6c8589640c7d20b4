import os from 'node:os';

// Kept before any learner's code runs.
const { setTimeout, clearTimeout } = globalThis;
const { loadavg } = os;
const cpuUsage = process.cpuUsage.bind(process);

const USUAL = 2_000;
const IMPATIENT = 500;
/**
 * Time is counted in these, and not by the clock: while a laptop sleeps, or a machine has no time for
 * anybody, there are none.
 */
const TICK = 100;
/** How much longer a body gets that is at work: the machine may be slow. */
const AT_WORK = 3;
/** How much longer the first gets that has no chance to be at work: the machine is busy with others. */
const HELD_UP = 2;
/** The share of the time that a process which only waits spends on the processor, at the most. */
const WAITING = 0.1;
/** With so much to do for each of its processors, a machine may keep anybody waiting. */
const BUSY = 2 * os.availableParallelism();

let given = 0;

/** A check's body had not ended when its time was up. */
export class NoAnswer extends Error {
  readonly code = 'NO_ANSWER';

  constructor(milliseconds: number) {
    const seconds = milliseconds / 1000;
    super(
      `No answer within ${seconds} s: does every way through the code answer, call next(), or return?`,
    );
  }
}

/**
 * Runs a check's body. After two bodies that never ended, the rest of the chapter gets less time,
 * for a verdict is due in seconds.
 *
 * @throws NoAnswer when the body's promise is still pending after `timeout` milliseconds, or up to
 *   three times as long where something is at work on it, or the machine is too busy for that
 */
export async function withinTime(body: () => unknown, timeout = USUAL): Promise<void> {
  const limit = given < 2 ? timeout : Math.min(timeout, IMPATIENT);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const wait = (left: number, turns: number, before: NodeJS.CpuUsage) => {
      timer = setTimeout(
        () => {
          if (left > TICK) return wait(left - TICK, turns, before);
          const { user, system } = cpuUsage(before);
          const isAtWork = (user + system) / 1000 > limit * WAITING;
          // Of the last minute. Windows does not tell.
          const isHeldUp = (loadavg()[0] ?? 0) > BUSY;
          const most = isAtWork ? AT_WORK : isHeldUp && given === 0 ? HELD_UP : 1;
          if (turns < most) return wait(limit, turns + 1, cpuUsage());
          given += 1;
          reject(new NoAnswer(limit * turns));
        },
        Math.min(left, TICK),
      );
    };
    wait(limit, 1, cpuUsage());
  });
  try {
    await Promise.race([body(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
