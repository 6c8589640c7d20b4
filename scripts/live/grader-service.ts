import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChapterGrade } from '../grading/outcome.ts';

/** What the grader's process is asked. */
export type GraderOrder =
  { kind: 'grade'; run: number; chapter: number; changed: string[] } | { kind: 'cancel' };

/** What it tells. */
export type GraderNews =
  | { kind: 'ready' }
  | {
      kind: 'progress';
      chapter: number;
      finished: number;
      of: number;
      results: [string, boolean][];
    }
  | { kind: 'graded'; run: number; grade?: ChapterGrade; error?: string };

export type GraderProgress = Extract<GraderNews, { kind: 'progress' }>;

/** No verdict after this many milliseconds: the grader itself hangs. A chapter's own limit is 11 s. */
const OVERRUN = 16_000;

/** No grade came, for a reason that is not the learner's code. The message says what to do. */
export class GraderLost extends Error {
  readonly code = 'GRADER_LOST';
}

/**
 * Grades in a process of its own, which stays warm between runs, and is replaced when it ends or
 * overruns.
 */
export class GraderService {
  readonly #root: string;
  readonly #onProgress: (progress: GraderProgress) => void;
  readonly #overrun: number;
  #child: ChildProcess | undefined;
  #run = 0;
  #settle: ((news: Extract<GraderNews, { kind: 'graded' }> | GraderLost) => void) | undefined;
  #closed = false;

  constructor(
    root: string,
    onProgress: (progress: GraderProgress) => void,
    overrun: number = OVERRUN,
  ) {
    this.#root = root;
    this.#onProgress = onProgress;
    this.#overrun = overrun;
  }

  /** Starts the process ahead of the first run. */
  warmUp(): void {
    if (!this.#closed) this.#child ??= this.#start();
  }

  /**
   * Grades a chapter. One at a time.
   *
   * @param changed the files saved since the last run: absolute paths
   * @throws GraderLost
   */
  async grade(chapter: number, changed: string[]): Promise<ChapterGrade | undefined> {
    this.warmUp();
    const run = ++this.#run;
    const news = await new Promise<Extract<GraderNews, { kind: 'graded' }> | GraderLost>(
      (resolve) => {
        const impatient = setTimeout(() => {
          this.#replace();
          resolve(new GraderLost('The grader hung, and was replaced. Save again, or press Grade.'));
        }, this.#overrun);
        this.#settle = (news) => {
          clearTimeout(impatient);
          resolve(news);
        };
        this.#child?.send({ kind: 'grade', run, chapter, changed } satisfies GraderOrder);
      },
    );
    this.#settle = undefined;
    if (news instanceof GraderLost) throw news;
    if (news.error !== undefined) throw new GraderLost(news.error);
    return news.grade;
  }

  /** Cuts the run short that goes on: its grade tells only what had finished. */
  cancel(): void {
    if (this.#child?.connected) this.#child.send({ kind: 'cancel' } satisfies GraderOrder);
  }

  /** Ends the process; the next run starts another. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends the process, and starts no other. */
  close(): void {
    this.#closed = true;
    this.kill();
  }

  #replace(): void {
    const old = this.#child;
    this.#child = undefined;
    old?.kill('SIGKILL');
    this.warmUp();
  }

  #start(): ChildProcess {
    const entry = fileURLToPath(new URL('./grader-process.ts', import.meta.url));
    const child = fork(entry, [this.#root], {
      cwd: this.#root,
      execArgv: ['--import', 'vitest/node', '--import', 'tsx'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (news: GraderNews) => {
      if (this.#child !== child) return;
      if (news.kind === 'progress') this.#onProgress(news);
      else if (news.kind === 'graded' && news.run === this.#run) this.#settle?.(news);
    });
    child.on('error', () => {});
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#settle?.(new GraderLost('The grader ended by itself. Save again, or press Grade.'));
    });
    return child;
  }
}
