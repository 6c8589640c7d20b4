import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Output } from './output.ts';

const ENTRY = fileURLToPath(new URL('./worker/entry.mjs', import.meta.url));
const MEMORY_MB = 512;

/** What most chapters import: loaded while a process waits for its turn. */
const WARM_UP = ['express', 'supertest', 'jsonwebtoken', 'jose', 'zod', 'node-sqlite3-wasm'];

/** How a process ended by itself. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** What the process's watcher tells: its main thread's stack (may be empty), or that it is too big. */
export type Trouble = { hangs: string } | { memory: true };

/**
 * The process that runs a chapter's checks, and the learner's code with them: in a group of its
 * own, with capped memory, and gone with everything that it started when `kill` says so.
 */
export class CheckProcess {
  readonly child: ChildProcess;
  output = new Output();
  onTrouble: ((trouble: Trouble) => void) | undefined;
  /** Whether Vitest has told it to get ready. */
  started = false;
  /** How many runs it is still good for. */
  runsLeft: number;
  #gone = false;

  /** @param vitestEntry the module that Vitest would have started */
  constructor(vitestEntry: string, env: NodeJS.ProcessEnv, runs: number) {
    this.runsLeft = runs;
    this.child = fork(ENTRY, [vitestEntry], {
      env,
      execArgv: [
        `--max-old-space-size=${MEMORY_MB}`,
        '--no-warnings',
        '--experimental-import-meta-resolve',
      ],
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      serialization: 'advanced',
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.output.add(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => this.output.add(chunk));
    this.child.once('exit', () => {
      this.kill();
      this.#gone = true;
    });
    // A message to a process that has just died is no news: its exit is.
    this.child.on('error', () => {});
    let told = '';
    this.child.stdio[4]?.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (!told.includes('\n')) return;
      this.onTrouble?.(JSON.parse(told.split('\n', 1)[0] ?? '') as Trouble);
      told = '';
    });
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Loads what most chapters import, ahead of time. */
  warmUp(): void {
    this.child.send({ warmUp: WARM_UP });
  }

  /** Ends the process, and every process that it started. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined || this.#gone) return;
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
      return;
    }
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.child.kill('SIGKILL');
    }
  }

  /** Resolves when all that it printed is here, or after a moment. */
  async drained(): Promise<void> {
    if (this.child.stdout?.closed && this.child.stderr?.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 200);
      this.child.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
