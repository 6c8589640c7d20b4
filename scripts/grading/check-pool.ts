import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  distDir,
  type PoolRunnerInitializer,
  type PoolWorker,
  type WorkerRequest,
} from 'vitest/node';
import type { ChapterRun } from './chapter-run.ts';
import { CheckProcess } from './check-process.ts';
import type { CheckEvent } from './outcome.ts';

/**
 * Where Vitest gets its processes from: each runs one chapter, and tells its ChapterRun what
 * happens. One is started ahead of time: it gets ready while Vitest does.
 */
export class CheckPool implements PoolRunnerInitializer {
  readonly name = 'checks';
  /** By the chapter's test file, as Vite writes paths. */
  readonly runs = new Map<string, ChapterRun>();
  readonly #all = new Set<CheckProcess>();
  readonly #env: Record<string, string>;
  readonly #keepSpare: boolean;
  #spare: CheckProcess | undefined;
  #closed = false;

  /**
   * @param env what the processes get besides this one's environment
   * @param keepSpare start one ahead of time again and again, not only for the first chapter
   */
  constructor(env: Record<string, string>, keepSpare: boolean) {
    this.#env = env;
    this.#keepSpare = keepSpare;
    this.#spare = this.#fork();
  }

  createPoolWorker(): PoolWorker {
    const checkProcess = this.#spare?.gone === false ? this.#spare : this.#fork();
    this.#spare = undefined;
    if (this.#keepSpare) {
      // Not at once: the verdict comes first.
      checkProcess.child.once('exit', () => setTimeout(() => this.#prepare(), 50));
    }
    return new CheckWorker(this, checkProcess);
  }

  /** Ends every process. */
  close(): void {
    this.#closed = true;
    for (const checkProcess of this.#all) checkProcess.kill();
  }

  #prepare(): void {
    if (this.#closed || this.#spare?.gone === false) return;
    this.#spare = this.#fork();
    this.#spare.warmUp();
  }

  #fork(): CheckProcess {
    const entry = pathToFileURL(join(distDir, 'workers', 'forks.js')).href;
    const checkProcess = new CheckProcess(entry, { ...process.env, ...this.#env });
    this.#all.add(checkProcess);
    checkProcess.child.once('exit', () => this.#all.delete(checkProcess));
    return checkProcess;
  }
}

class CheckWorker implements PoolWorker {
  readonly name = 'checks';
  readonly #pool: CheckPool;
  readonly #process: CheckProcess;
  readonly #listeners = new Map<string, Set<(message: unknown) => void>>();
  #run: ChapterRun | undefined;

  constructor(pool: CheckPool, checkProcess: CheckProcess) {
    this.#pool = pool;
    this.#process = checkProcess;
    checkProcess.child.on('message', (message) => this.#receive(message));
    checkProcess.child.on('exit', () => this.#emit('exit', undefined));
  }

  on(event: string, callback: (message: unknown) => void): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(callback));
  }

  off(event: string, callback: (message: unknown) => void): void {
    this.#listeners.get(event)?.delete(callback);
  }

  send(message: WorkerRequest): void {
    // Nothing in there needs a tidy end, and Vitest would wait for it.
    if (message.type === 'stop') {
      this.#process.kill();
      this.#emit('message', { __vitest_worker_response__: true, type: 'stopped' });
      return;
    }
    if (message.type === 'run') {
      this.#run = this.#pool.runs.get(message.context.files[0]?.filepath ?? '');
      this.#run?.attach(this.#process);
    }
    if (this.#process.child.connected) this.#process.child.send(message);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.#process.kill();
  }

  #receive(message: unknown): void {
    const { cairn, type } = message as { cairn?: CheckEvent; type?: string };
    if (cairn) return this.#run?.take(cairn);
    if (type === 'testfileFinished') this.#run?.end();
    this.#emit('message', message);
  }

  #emit(event: string, message: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(message);
  }
}
