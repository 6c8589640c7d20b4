import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { TYPESCRIPT } from '../lib/node-typescript.ts';

/** What a command did. */
export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command that runs: for tests. */
export interface RunningCli {
  child: ChildProcess;
  /** All that it has printed until now, on either stream. */
  output: () => string;
  /** Resolves, with all the output, once that matches; rejects when it does not within a minute. */
  printed: (pattern: RegExp) => Promise<string>;
  ended: Promise<CliResult>;
}

/** Starts a course's command as npm does. Without colours, and without an npm around it. */
export function startCli(root: string, name: string, ...args: string[]): RunningCli {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('npm_config_')),
  );
  const script = join('scripts', 'cli', `${name}.ts`);
  const child = spawn(process.execPath, [...TYPESCRIPT, script, ...args], {
    cwd: root,
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined, COLUMNS: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result: CliResult = { code: null, stdout: '', stderr: '' };
  let all = '';
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      result[stream] += text;
      all += text;
    });
  }
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code) => resolve({ ...result, code }));
  });
  const printed = async (pattern: RegExp) => {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
      if (pattern.test(all)) return all;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${pattern} was not printed; this was:\n${all}`);
  };
  return { child, output: () => all, printed, ended };
}

/** Runs a course's command to its end. */
export function runCli(root: string, name: string, ...args: string[]): Promise<CliResult> {
  return startCli(root, name, ...args).ended;
}
