import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ourCommand } from '../../bench/command.ts';
import { listRunning } from '../../serve/running-apis.ts';

/** The finished chapter 6 as `npm run api 6 -- --solution` serves it, from a copy of the course. */
export interface ServedApi {
  url: string;
  /** The process of the command that was typed. */
  child: ChildProcess;
  /** The process that serves: the command's child. */
  pid: number;
  output: () => string;
  /** What the server has in use, in bytes, once its garbage is collected. */
  memory: () => Promise<NodeJS.MemoryUsage>;
  /** Resolves with the exit code when both processes are gone. */
  ended: Promise<number | null>;
}

const TELL_MEMORY = new URL('./tell-memory.mjs', import.meta.url).href;

/**
 * Starts it, on a free port of the loopback.
 *
 * @param root of a copy of the course: its `.workbook/` is where the data goes
 */
export async function serveCourse(root: string): Promise<ServedApi> {
  const notes = mkdtempSync(join(tmpdir(), 'cairn-soak-'));
  const child = spawn(
    process.execPath,
    ourCommand(root, 'api', ['6', '--solution', '--port', '0']),
    {
      cwd: root,
      env: {
        ...process.env,
        NO_COLOR: '1',
        CAIRN_SOAK: notes,
        NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${TELL_MEMORY}`.trim(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [found] = /http:\/\/127\.0\.0\.1:\d+(?=\n)/.exec(output) ?? [];
        if (found) resolve(found);
      });
    }
    child.once('exit', (code) => reject(new Error(`The API ended (${code}):\n${output}`)));
  });
  // Should this process end before: nothing stays behind.
  const end = () => {
    child.kill('SIGKILL');
    rmSync(notes, { recursive: true, force: true });
  };
  process.once('exit', end);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', end);
      rmSync(notes, { recursive: true, force: true });
      resolve(code);
    });
  });
  const address = await url;
  const port = Number(new URL(address).port);
  const running = await listRunning(root);
  const pid = running.find((each) => each.port === port)?.pid;
  if (pid === undefined) throw new Error(`There is no note of the API at port ${port}.`);
  return {
    url: address,
    child,
    pid,
    output: () => output,
    memory: () => askMemory(pid, join(notes, `memory-${pid}.json`)),
    ended,
  };
}

async function askMemory(pid: number, file: string): Promise<NodeJS.MemoryUsage> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let tries = 0; !existsSync(file); tries++) {
    if (tries > 200) throw new Error('The server does not tell its memory.');
    await wait(50);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as NodeJS.MemoryUsage;
}
