import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { confinement } from './confinement.ts';
import type { ChapterRun, Runner } from '../chapter-run.ts';
import type { CheckEvent } from '../outcome.ts';
import { Output } from './output.ts';

/** For a learner's own code, on their own machine. */
const AT_HOME = {
  flags: [],
  entry: fileURLToPath(new URL('./worker/entry.mjs', import.meta.url)),
  env: process.env,
};
const MEMORY_MB = 512;
const OUT_OF_MEMORY = 'it ran out of memory';

/** What the process's own watcher tells: its main thread's stack (may be empty), or that it is too big. */
type Trouble = { hangs?: unknown; memory?: unknown };

export interface ProcessOptions {
  /** The course's folder. */
  root: string;
  /** What `#course/…` means to the checks. */
  source: 'chapters' | 'solutions';
  /** The code is somebody else's, who may want a better grade than it deserves. */
  untrusted: boolean;
  /** How many runs it is for. */
  runs: number;
  /** Is told when it is gone. */
  onEnd: () => void;
}

/** What is to be run. */
export interface RunOrder {
  /** The check files: paths from the course's root. */
  files: readonly string[];
  /** Only this task's checks, or this check alone. */
  only: string | undefined;
  /** The texts of files that aren't there to be read, by their paths. */
  texts?: Record<string, string>;
}

/**
 * The process that runs checks, and the learner's code with them: in a group of its own, with capped
 * memory, and gone with everything that it started when `kill` says so.
 */
export class CheckProcess {
  #runsLeft: number;
  readonly #child: ChildProcess;
  #output = new Output();
  #run: ChapterRun | undefined;
  #token = '';
  #gone = false;

  constructor({ root, source, untrusted, runs, onEnd }: ProcessOptions) {
    this.#runsLeft = runs;
    const { flags, entry, env } = untrusted ? confinement(root) : AT_HOME;
    const trust = untrusted ? 'untrusted' : 'trusted';
    this.#child = spawn(process.execPath, [...FLAGS, ...flags, entry, root, source, trust], {
      env: { ...env, NODE_ENV: 'test', NO_COLOR: '1', FORCE_COLOR: '' },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#output.add(chunk));
    }
    this.#child.once('exit', (code, signal) => {
      this.kill();
      this.#gone = true;
      onEnd();
      // SIGABRT: what Node does at the limit of its heap.
      if (signal === 'SIGABRT') this.#run?.end({ reason: 'exit', how: OUT_OF_MEMORY });
      else this.#run?.end({ reason: 'exit', how: signal ?? `exit code ${code ?? 'unknown'}` });
    });
    // An order to a process that has just ended is no news: its exit is.
    for (const stream of [this.#child, ...this.#child.stdio]) stream?.on('error', () => {});
    this.#onLine(4, (line) => this.#take(line));
    this.#onLine(5, (line) => this.#trouble(line));
  }

  /** Whether it can be given a run. */
  get isUsable(): boolean {
    return !this.#gone && this.#runsLeft > 0;
  }

  /** Loads what most chapters import, and compiles files, ahead of time. */
  warmUp(files: readonly string[]): void {
    this.#order({ kind: 'warm', files });
  }

  /** Runs a chapter's check files. The run hears of what happens. */
  run(run: ChapterRun, order: RunOrder): void {
    if (run.ended) return;
    this.#runsLeft -= 1;
    this.#output = new Output();
    this.#token = randomBytes(16).toString('hex');
    this.#run = run;
    const runner: Runner = {
      release: async (cutShort) => {
        this.#run = undefined;
        if (cutShort || this.#runsLeft <= 0) {
          this.kill();
          await this.#drained();
        }
        return { output: this.#output.toString() };
      },
    };
    run.attach(runner);
    if (this.#gone) run.end({ reason: 'exit', how: 'it did not start' });
    else this.#order({ kind: 'run', token: this.#token, ...order });
  }

  /** Ends the process, and every process that it started. */
  kill(): void {
    const { pid } = this.#child;
    this.#runsLeft = 0;
    if (pid === undefined || this.#gone) return;
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
      return;
    }
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  #order(order: object): void {
    const orders = this.#child.stdio[3] as Writable | null | undefined;
    if (orders?.writable) orders.write(`${JSON.stringify(order)}\n`);
  }

  /** A line of events. One without the token is not from us: somebody wrote into the pipe. */
  #take(line: string): void {
    if (!this.#token || !line.startsWith(`${this.#token} `)) return;
    this.#run?.take(JSON.parse(line.slice(this.#token.length + 1)) as CheckEvent);
  }

  /** What the watcher tells. Whatever else is written into its pipe ends no run. */
  #trouble(line: string): void {
    const trouble = troubleIn(line);
    if (trouble?.memory === true) this.#run?.end({ reason: 'memory' });
    else if (typeof trouble?.hangs === 'string') {
      this.#run?.end({ reason: 'hang', stack: trouble.hangs });
    }
  }

  #onLine(fd: number, take: (line: string) => void): void {
    let rest = '';
    const stream = this.#child.stdio[fd] as NodeJS.ReadableStream | null | undefined;
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
  }

  /** Resolves when all that it printed is here, or after a moment. */
  async #drained(): Promise<void> {
    const { stdout, stderr } = this.#child;
    if (stdout?.closed && stderr?.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 200);
      this.#child.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function troubleIn(line: string): Trouble | undefined {
  try {
    return (JSON.parse(line) ?? undefined) as Trouble | undefined;
  } catch {
    return undefined;
  }
}

const FLAGS = [
  // Modules are linked as Node links them, and read anew for each run: see worker/linker.mjs.
  '--experimental-vm-modules',
  '--experimental-import-meta-resolve',
  '--no-warnings',
  `--max-old-space-size=${MEMORY_MB}`,
];
