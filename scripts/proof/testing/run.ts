import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process did. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, in the order in which they came. */
  output: string;
  milliseconds: number;
}

/** A process that runs. */
export interface Running {
  child: ChildProcess;
  /** All that it has printed so far, on either stream. */
  output: () => string;
  /** Resolves, with all the output, once that matches; rejects when it does not within a minute. */
  printed: (pattern: RegExp) => Promise<string>;
  ended: Promise<Ran>;
  /** Ends it: politely first, and after two seconds not. Resolves when it is gone. */
  end: () => Promise<void>;
}

export interface RunOptions {
  /** The folder it runs in. */
  cwd: string;
  /** Added to this process's environment; undefined takes a variable out of it. */
  env?: NodeJS.ProcessEnv;
}

/** Set by npm, by Vitest, by git within a hook, or by a terminal: none of it is meant here. */
const NOT_MEANT = /^(npm_|VITEST|GIT_|FORCE_COLOR$|COLUMNS$)/;

/** Starts a program. */
export function start(command: string, args: string[], { cwd, env }: RunOptions): Running {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_MEANT.test(name));
  const began = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  let output = '';
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      output += text;
    });
  }
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...printed, output, milliseconds: performance.now() - began });
    });
  });
  // A program that is not there is told to whoever waits for its end.
  ended.catch(() => {});
  return {
    child,
    output: () => output,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error(`${pattern} was not printed; this was:\n${output}`));
        const tooLate = setTimeout(fail, 60_000);
        const look = () => {
          if (!pattern.test(output)) return;
          clearTimeout(tooLate);
          resolve(output);
        };
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
        look();
        // What has ended prints no more.
        void ended.then(fail, fail).finally(() => clearTimeout(tooLate));
      }),
    ended,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** Runs a program to its end. */
export function run(command: string, args: string[], options: RunOptions): Promise<Ran> {
  const running = start(command, args, options);
  running.child.stdin?.end();
  return running.ended;
}

/** Runs Node to its end. */
export function runNode(args: string[], options: RunOptions): Promise<Ran> {
  return run(process.execPath, args, options);
}

/** Starts a course's command, `npm run <name>`, as package.json has it, without npm around it. */
export function startCommand(root: string, name: string, ...args: string[]): Running {
  return start(process.execPath, wordsOf(root, name, args), { cwd: root });
}

/** Runs a course's command to its end. */
export function runCommand(root: string, name: string, ...args: string[]): Promise<Ran> {
  return runNode(wordsOf(root, name, args), { cwd: root });
}

/** Starts a course's command within a line for the shell: `exec "$@" >/dev/null`. Not on Windows. */
export function startWithin(root: string, line: string, name: string, ...args: string[]): Running {
  const words = [process.execPath, ...wordsOf(root, name, args)];
  return start('sh', ['-c', line, 'sh', ...words], { cwd: root });
}

/** Runs a course's command to its end, within a line for the shell. */
export function runWithin(...given: Parameters<typeof startWithin>): Promise<Ran> {
  const running = startWithin(...given);
  running.child.stdin?.end();
  return running.ended;
}

function wordsOf(root: string, name: string, args: string[]): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [node, ...words] = (scripts[name] ?? '').split(' ');
  if (node !== 'node') throw new Error(`The script ${name} of package.json does not start node.`);
  return [...words, ...args];
}
