// node:timers: a timer is an object in Node, and there is `setImmediate`. All of a run can be ended.
type Act = (...args: unknown[]) => void;

// The platform's own, which take and return numbers.
const native = {
  setTimeout: self.setTimeout.bind(self),
  setInterval: self.setInterval.bind(self),
  clearTimeout: self.clearTimeout.bind(self),
};

/** The timers that are running. */
const running = new Set<Timer>();

class Timer {
  readonly id: number;

  constructor(act: Act, milliseconds: number | undefined, args: unknown[], repeats: boolean) {
    const start = repeats ? native.setInterval : native.setTimeout;
    this.id = start(() => {
      if (!repeats) running.delete(this);
      act(...args);
    }, milliseconds);
    running.add(this);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

class Immediate {
  isCleared = false;
  readonly run: () => void;

  constructor(run: () => void) {
    this.run = run;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

export function setTimeout(act: Act, milliseconds?: number, ...args: unknown[]): Timer {
  return new Timer(act, milliseconds, args, false);
}

export function setInterval(act: Act, milliseconds?: number, ...args: unknown[]): Timer {
  return new Timer(act, milliseconds, args, true);
}

export function clearTimeout(timer: Timer | number | undefined | null): void {
  if (timer === undefined || timer === null) return;
  if (timer instanceof Timer) running.delete(timer);
  native.clearTimeout(Number(timer));
}

export { clearTimeout as clearInterval };

// A message comes before any timer, and after the microtasks: as an immediate does.
const channel = new MessageChannel();
let waiting: Immediate[] = [];
channel.port1.onmessage = () => {
  const turn = waiting;
  waiting = [];
  for (const immediate of turn) {
    if (immediate.isCleared) continue;
    try {
      immediate.run();
    } catch (error) {
      native.setTimeout(() => {
        throw error;
      }, 0);
    }
  }
};

export function setImmediate(act: Act, ...args: unknown[]): Immediate {
  const immediate = new Immediate(() => act(...args));
  if (waiting.push(immediate) === 1) channel.port2.postMessage(0);
  return immediate;
}

export function clearImmediate(immediate: Immediate | undefined): void {
  if (immediate) immediate.isCleared = true;
}

/** Ends every timer that is still running: whoever started it is done. */
export function endTimers(): void {
  for (const timer of running) clearTimeout(timer);
}

export default {
  setTimeout,
  setInterval,
  clearTimeout,
  clearInterval: clearTimeout,
  setImmediate,
  clearImmediate,
};
