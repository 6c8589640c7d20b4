import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { listFiles, readState, writeFileAtomic } from '../lib/files.ts';
import { isAlive } from '../lib/is-alive.mjs';

/** An API that serves from the data of this workbook. */
export interface RunningApi {
  pid: number;
  port: number;
}

/** Notes that this process serves, so that nobody takes its database's lock for a dead one's. */
export function noteRunning(root: string, port: number): void {
  const note: RunningApi = { pid: process.pid, port };
  writeFileAtomic(noteOf(root, process.pid), JSON.stringify(note));
}

/** Takes the note back. */
export function noteEnded(root: string): void {
  const note = noteOf(root, process.pid);
  // Asked first: where `.workbook` is a file, even a forced removal fails.
  if (existsSync(note)) rmSync(note, { force: true });
}

/**
 * The APIs that live, other than this process. A process id alone proves nothing, for the system
 * gives it out again: one that lives also takes connections at its port, even when it is paused.
 */
export async function listRunning(root: string): Promise<RunningApi[]> {
  const folder = join(root, '.workbook', 'apis');
  mkdirSync(folder, { recursive: true });
  const running: RunningApi[] = [];
  for (const name of listFiles(folder)) {
    if (!/^\d+\.json$/.test(name)) continue;
    const note = readState(join(folder, name), isNote);
    if (!note || note.pid === process.pid) continue;
    if (isAlive(note.pid) && (await takesConnections(note.port))) running.push(note);
    else rmSync(join(folder, name), { force: true });
  }
  return running;
}

function noteOf(root: string, pid: number): string {
  return join(root, '.workbook', 'apis', `${pid}.json`);
}

function isNote(content: unknown): content is RunningApi {
  const { pid, port } = (content ?? {}) as Partial<RunningApi>;
  const isWithin = (value: unknown, most: number) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
  return isWithin(pid, 2 ** 31 - 1) && isWithin(port, 65_535);
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
    const answer = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
