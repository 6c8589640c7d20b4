import type { CaughtError, CheckEvent, CheckMeta, CheckResult } from './outcome.ts';

/** A chapter must have its verdict after this many seconds, whatever its code does, … */
const DEADLINE = 11;
/** … unless check after check still ends in time: then the machine is slow, and not the code. */
const STILL_MOVING = 3;
const AT_THE_LATEST = 90;

/** Why a run was ended before it was done. */
export type CutShort =
  /** The code is busy and gives nothing else a turn. `stack`: where, as in `Error.stack`; may be empty. */
  | { reason: 'hang'; stack: string }
  | { reason: 'memory' }
  | { reason: 'deadline' }
  /** Nobody wants to know any more. */
  | { reason: 'cancel' }
  /** Where it ran ended by itself. `how`: `exit code 1`, `SIGKILL`. */
  | { reason: 'exit'; how: string };

/** What checks run in: a process, or a worker. */
export interface Runner {
  /** Takes it away from a run that is over. */
  release(cutShort: boolean): Promise<{ output: string }>;
}

/** One run of a chapter's checks: what has been told of it so far. */
export class ChapterRun {
  readonly startedAt = performance.now();
  readonly checks: CheckMeta[] = [];
  readonly results = new Map<string, CheckResult>();
  readonly stray: CaughtError[] = [];
  /** The check that is running. */
  current: string | undefined;
  /** The learner's file that a check asked for last. */
  lastFile: string | undefined;
  cutShort: CutShort | undefined;
  durationMs = 0;
  output = '';
  /** SHA-256 of each file that was read, by its path from the root: once it is done. */
  digests: Record<string, string> = {};
  /** Resolves when there is nothing more to wait for. */
  readonly done: Promise<void>;
  readonly #onEvent: ((run: ChapterRun) => void) | undefined;
  #finish: () => void = () => {};
  #runner: Runner | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  /** Counted, not measured: while a laptop sleeps there are none. */
  #seconds = 0;
  /** When something was last told. */
  #moved = 0;

  /** @param onEvent is given the run whenever something was told of it */
  constructor(onEvent?: (run: ChapterRun) => void) {
    this.#onEvent = onEvent;
    this.done = new Promise((resolve) => (this.#finish = resolve));
  }

  /** Whether it was ended, be it before it began. */
  get ended(): boolean {
    return this.durationMs > 0;
  }

  /** It begins. */
  attach(runner: Runner): void {
    this.#runner = runner;
    this.#clock = setInterval(() => this.#tick(), 1_000);
  }

  /** Something was told of it. */
  take(event: CheckEvent): void {
    if (this.ended) return;
    this.#moved = this.#seconds;
    switch (event.type) {
      case 'collected':
        this.checks.push(...event.checks);
        break;
      case 'started':
        this.current = event.id;
        break;
      case 'loading':
        this.lastFile = event.file;
        break;
      case 'stray':
        this.stray.push(...event.errors);
        break;
      case 'finished':
        this.results.set(event.result.id, event.result);
        this.current = undefined;
        break;
      case 'done':
        this.digests = event.digests;
        return this.end();
    }
    this.#onEvent?.(this);
  }

  /** Every check has run, or (with a reason) will not. */
  end(cutShort?: CutShort): void {
    if (this.ended) return;
    this.durationMs = Math.max(1, Math.round(performance.now() - this.startedAt));
    this.cutShort = cutShort;
    clearInterval(this.#clock);
    if (!this.#runner) return this.#finish();
    void this.#runner.release(cutShort !== undefined).then(({ output }) => {
      this.output = output;
      this.#finish();
    });
  }

  #tick(): void {
    this.#seconds += 1;
    if (this.#seconds < DEADLINE) return;
    const hangs = [...this.results.values()].some(({ fault }) => fault?.kind === 'timeout');
    const isMoving = this.#seconds - this.#moved < STILL_MOVING;
    if (hangs || !isMoving || this.#seconds >= AT_THE_LATEST) this.end({ reason: 'deadline' });
  }
}
