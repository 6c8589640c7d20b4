import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  distDir,
  type PoolRunnerInitializer,
  type PoolWorker,
  type WorkerRequest,
} from 'vitest/node';
import type { ChapterRun } from './chapter-run.ts';
import { CheckProcess } from './node/check-process.ts';
import type { CheckEvent } from './outcome.ts';

/** How a pool uses its processes. */
export interface PoolOptions {
  /** Start one ahead of time again and again, not only for the first chapter. */
  keepSpare: boolean;
  /** How many runs a process is for: one that a learner's code has run in is not clean any more. */
  runsPerProcess: number;
}

/**
 * Where Vitest gets its processes from: each runs a chapter, and tells its ChapterRun what happens.
 * One is started ahead of time: it gets ready while Vitest does.
 */
export class CheckPool implements PoolRunnerInitializer {
  readonly name = 'checks';
  /** By the chapter's test file, as Vite writes paths. */
  readonly runs = new Map<string, ChapterRun>();
  readonly #all = new Set<CheckProcess>();
  readonly #env: Record<string, string>;
  readonly #options: PoolOptions;
  #spare: CheckProcess | undefined;
  #closed = false;

  /** @param env what the processes get besides this one's environment */
  constructor(env: Record<string, string>, options: PoolOptions) {
    this.#env = env;
    this.#options = options;
    this.#spare = this.#fork();
  }

  createPoolWorker(): PoolWorker {
    const checkProcess = this.#spare?.gone === false ? this.#spare : this.#fork();
    this.#spare = undefined;
    if (this.#options.keepSpare) {
      // Not at once: the verdict comes first.
      checkProcess.child.once('exit', () => setTimeout(() => this.#prepare(), 50));
    }
    return new CheckWorker(this, checkProcess);
  }

  /** Takes a process back that is good for another run. */
  release(checkProcess: CheckProcess): void {
    if (checkProcess.runsLeft > 0 && !checkProcess.gone && !this.#spare && !this.#closed) {
      this.#spare = checkProcess;
    } else {
      checkProcess.kill();
    }
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
    const env = { ...process.env, ...this.#env };
    const checkProcess = new CheckProcess(entry, env, this.#options.runsPerProcess);
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
  #stopped = false;

  constructor(pool: CheckPool, checkProcess: CheckProcess) {
    this.#pool = pool;
    this.#process = checkProcess;
    checkProcess.child.on('message', this.#receive);
    checkProcess.child.on('exit', this.#exited);
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
      void this.stop();
      this.#answer('stopped');
      return;
    }
    // One that has run before has started before.
    if (message.type === 'start' && this.#process.started) return this.#answer('started');
    if (message.type === 'start') this.#process.started = true;
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
    if (this.#stopped) return;
    this.#stopped = true;
    this.#process.child.off('message', this.#receive);
    this.#process.child.off('exit', this.#exited);
    this.#pool.release(this.#process);
  }

  #answer(type: 'started' | 'stopped'): void {
    this.#emit('message', { __vitest_worker_response__: true, type });
  }

  readonly #receive = (message: unknown): void => {
    const { cairn, type } = message as { cairn?: CheckEvent; type?: string };
    if (cairn) return this.#run?.take(cairn);
    if (type === 'testfileFinished') this.#run?.end();
    this.#emit('message', message);
  };

  readonly #exited = (): void => this.#emit('exit', undefined);

  #emit(event: string, message: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(message);
  }
}
