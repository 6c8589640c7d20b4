import type { CheckProcess, Exit } from './node/check-process.ts';
import { Output } from './node/output.ts';
import type { CaughtError, CheckEvent, CheckMeta, CheckResult } from './outcome.ts';

/** A chapter must have its verdict after this many seconds, whatever its code does, … */
const DEADLINE = 11;
/** … unless check after check still ends in time: then the machine is slow, and not the code. */
const STILL_MOVING = 3;
const AT_THE_LATEST = 90;

/** Why a chapter's process was ended before it was done. */
export type CutShort =
  | { reason: 'hang'; stack: string }
  | { reason: 'memory' }
  | { reason: 'deadline' }
  /** Nobody wants to know any more. */
  | { reason: 'cancel' }
  | { reason: 'exit'; exit: Exit };

/** One run of a chapter's checks: what has been told of it so far. */
export class ChapterRun {
  readonly file: string;
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
  /** Resolves when there is nothing more to wait for. */
  readonly done: Promise<void>;
  readonly #onEvent: ((run: ChapterRun) => void) | undefined;
  #finish: () => void = () => {};
  #process: CheckProcess | undefined;
  #clock: NodeJS.Timeout | undefined;
  /** Counted, and not measured: while a laptop sleeps there are none. */
  #seconds = 0;
  /** When the process last told something. */
  #moved = 0;

  /** @param file the chapter's test file: an absolute path */
  constructor(file: string, onEvent?: (run: ChapterRun) => void) {
    this.file = file;
    this.#onEvent = onEvent;
    this.done = new Promise((resolve) => (this.#finish = resolve));
  }

  /** Whether a process was found for it. */
  get attached(): boolean {
    return this.#process !== undefined;
  }

  /** The process is there, and about to run the file. */
  attach(checkProcess: CheckProcess): void {
    // Cut short before it began: nobody waits for this process, and it may never end by itself.
    if (this.durationMs > 0) return checkProcess.kill();
    this.#process = checkProcess;
    checkProcess.onTrouble = (trouble) =>
      this.end(
        'hangs' in trouble ? { reason: 'hang', stack: trouble.hangs } : { reason: 'memory' },
      );
    checkProcess.output = new Output();
    checkProcess.child.once('exit', this.#exited);
    this.#clock = setInterval(() => this.#tick(), 1_000);
    if (checkProcess.gone) this.end({ reason: 'exit', exit: { code: null, signal: null } });
  }

  /** The process told something. */
  take(event: CheckEvent): void {
    this.#moved = this.#seconds;
    if (event.type === 'collected') this.checks.push(...event.checks);
    else if (event.type === 'started') this.current = event.id;
    else if (event.type === 'loading') this.lastFile = event.file;
    else if (event.type === 'stray') this.stray.push(...event.errors);
    else {
      this.results.set(event.result.id, event.result);
      this.current = undefined;
    }
    this.#onEvent?.(this);
  }

  /** Every check has run, or (with a reason) will not. Ends the process, but for one to use again. */
  end(cutShort?: CutShort): void {
    if (this.durationMs > 0) return;
    this.durationMs = Math.max(1, Math.round(performance.now() - this.startedAt));
    this.cutShort = cutShort;
    clearInterval(this.#clock);
    const checkProcess = this.#process;
    if (!checkProcess) return this.#finish();
    checkProcess.child.off('exit', this.#exited);
    checkProcess.runsLeft = cutShort ? 0 : checkProcess.runsLeft - 1;
    if (checkProcess.runsLeft > 0) {
      this.output = checkProcess.output.toString();
      return this.#finish();
    }
    checkProcess.kill();
    void checkProcess.drained().then(() => {
      this.output = checkProcess.output.toString();
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

  readonly #exited = (code: number | null, signal: NodeJS.Signals | null): void =>
    this.end({ reason: 'exit', exit: { code, signal } });
}
