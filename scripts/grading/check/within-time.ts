// Kept before any learner's code runs.
const { setTimeout, clearTimeout } = globalThis;
const cpuUsage = process.cpuUsage.bind(process);

const USUAL = 2_000;
const IMPATIENT = 500;
/** How much longer a body gets that is at work: the machine may be slow, or busy with others. */
const AT_WORK = 3;
/** The share of the time that a process which only waits spends on the processor, at the most. */
const WAITING = 0.1;

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
 * @throws NoAnswer when the body's promise is still pending after `timeout` milliseconds, and
 *   nothing is at work on it
 */
export async function withinTime(body: () => unknown, timeout = USUAL): Promise<void> {
  const limit = given < 2 ? timeout : Math.min(timeout, IMPATIENT);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const wait = (turns: number) => {
      const before = cpuUsage();
      timer = setTimeout(() => {
        const { user, system } = cpuUsage(before);
        const isAtWork = (user + system) / 1000 > limit * WAITING;
        if (isAtWork && turns < AT_WORK) return wait(turns + 1);
        given += 1;
        reject(new NoAnswer(limit * turns));
      }, limit);
    };
    wait(1);
  });
  try {
    await Promise.race([body(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
