import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { courseRoot } from '../course/root.ts';
import { openData } from './data-file.ts';
import { dataFile } from './data-lock.ts';

let root: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cairn-data-'));
  mkdirSync(join(root, '.workbook/apis'), { recursive: true });
  said = [];
});
afterEach(() => rmSync(root, { recursive: true }));

const say = (line: string) => void said.push(line);

function makeStaleLock(): void {
  const lock = `${dataFile(root)}.lock`;
  if (!existsSync(lock)) mkdirSync(lock);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
}

async function trails(): Promise<object[]> {
  const database = await openData(root, say);
  try {
    return database.all('SELECT * FROM trails');
  } finally {
    database.close();
  }
}

test('makes the data when there is none, and has nothing to say', async () => {
  expect(await trails()).toHaveLength(5);
  expect(said).toEqual([]);
});

test('what failed once does not fail the next time', async () => {
  const database = await openData(root, say);
  const add = (slug: string) =>
    database.run('INSERT INTO trails VALUES (?, ?, ?, ?)', slug, 'Larch loop', 1, 'Low Pass');
  const readNoText = () => database.all('SELECT json(?)', 'no JSON');
  expect(() => add('larch-loop')).toThrow('UNIQUE constraint failed');
  expect(add('larch-loop-2')).toBe(1);
  expect(readNoText).toThrow('malformed JSON');
  expect(readNoText).toThrow('malformed JSON');
  database.close();
});

test('after an API was killed in the middle of a transaction: the lock goes, and half of the work', async () => {
  await killMidTransaction();
  expect(existsSync(`${dataFile(root)}.lock`)).toBe(true);
  expect(statSync(`${dataFile(root)}-journal`).size).toBeGreaterThan(0);
  makeStaleLock();
  const items = await trails();
  expect(items).toHaveLength(5);
  expect(said).toEqual(['An API that was killed had left its lock on the data: removed.']);
  expect(readdirSync(join(root, '.workbook'))).toEqual(['apis', 'cairn.sqlite']);
});

test('a lock that an API which still runs may hold stays, even when that API says nothing', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const note = { pid: process.ppid, port };
  writeFileSync(join(root, `.workbook/apis/${note.pid}.json`), JSON.stringify(note));
  makeStaleLock();
  await expect(openData(root, say)).rejects.toThrow(`an API still runs (port ${port}). Stop it`);
  expect(existsSync(`${dataFile(root)}.lock`)).toBe(true);

  // Its process id has been given to another program since.
  await new Promise((resolve) => silent.close(resolve));
  expect(await trails()).toHaveLength(5);
});

test.each([
  ['garbage', (file: string) => writeFileSync(file, 'garbage '.repeat(1000))],
  ['half of a database', (file: string) => tear(file)],
  ['a folder', (file: string) => (rmSync(file), mkdirSync(file))],
])('%s is set aside, and the API starts afresh', async (_name, breakIt) => {
  (await openData(root, say)).close();
  breakIt(dataFile(root));
  expect(await trails()).toHaveLength(5);
  expect(said).toHaveLength(1);
  const aside = /it is now (\S+)\.$/.exec(said[0] ?? '')?.[1] ?? 'nowhere';
  expect(existsSync(join(root, aside))).toBe(true);
});

/** Writes over the pages after the first. */
function tear(file: string): void {
  const { size } = statSync(file);
  const whole = Buffer.alloc(size, 0xff);
  readFileSync(file).copy(whole, 0, 0, 4096);
  writeFileSync(file, whole);
}

/** Leaves what a process leaves that was killed in the middle of a large transaction. */
async function killMidTransaction(): Promise<void> {
  const file = dataFile(root);
  (await openData(root, say)).close();
  const code = `
    import sqlite from 'node-sqlite3-wasm';
    const database = new sqlite.Database(${JSON.stringify(file)});
    database.exec('PRAGMA cache_size = 1; BEGIN IMMEDIATE');
    for (let i = 0; i < 500; i++) {
      database.run('INSERT INTO trails VALUES (?, ?, 1, ?)', ['t' + i, 'torn', 'x'.repeat(900)]);
    }
    process.kill(process.pid, 'SIGKILL');`;
  const args = ['--input-type=module', '--eval', code];
  const victim = spawn(process.execPath, args, { cwd: courseRoot });
  await new Promise((resolve) => victim.once('exit', resolve));
}
