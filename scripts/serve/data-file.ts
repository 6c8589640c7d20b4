import fs, { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, openDatabase } from '#api/database.ts';
import { fromRoot, setAside } from '../lib/files.ts';
import { dataFile, lockAge } from './data-lock.ts';
import { listRunning } from './running-apis.ts';

/** Somebody else holds the database, and will not let go. The message says what to do. */
export class DataLocked extends Error {
  readonly code = 'DATA_LOCKED';
}

/** How long a lock stands before it is taken for a dead one's; ours last for milliseconds. */
const STALE_AFTER = 4_000;

/**
 * Opens the workbook's database, and mends what an API that was killed has left behind: its lock,
 * half of a transaction, a broken file (which is set aside, and never deleted).
 *
 * @param say is told about each mend, in one line
 * @throws DataLocked when there is a lock that another API may still hold
 */
export async function openData(root: string, say: (line: string) => void): Promise<Database> {
  const file = dataFile(root);
  mkdirSync(join(root, '.workbook'), { recursive: true });
  await clearStaleLock(root, say);
  if (existsSync(`${file}-journal`)) rollBack(file);
  try {
    return openSound(file);
  } catch (error) {
    if (!isBroken(error) && !isFolder(file)) throw error;
    const aside = setAside(file);
    if (existsSync(`${file}-journal`)) setAside(`${file}-journal`);
    const now = aside === undefined ? '' : `: it is now ${fromRoot(root, aside)}`;
    say(`The data in ${fromRoot(root, file)} was broken${now}.`);
    return openSound(file);
  }
}

async function clearStaleLock(root: string, say: (line: string) => void): Promise<void> {
  const lock = `${dataFile(root)}.lock`;
  const deadline = Date.now() + 2 * STALE_AFTER;
  for (let age = lockAge(root); age === undefined || age < STALE_AFTER; age = lockAge(root)) {
    // A lock that changes hands all the time is in use: SQLite itself waits for its turn.
    if (age === undefined || Date.now() > deadline) return;
    await wait(50);
  }
  const others = await listRunning(root);
  if (others.length > 0) {
    const ports = others.map(({ port }) => port).join(', ');
    throw new DataLocked(
      `${fromRoot(root, lock)} locks the data, and an API still runs (port ${ports}). ` +
        `Stop it, then type this again; or add --memory.`,
    );
  }
  rmdirSync(lock);
  say('An API that was killed had left its lock on the data: removed.');
}

function openSound(file: string): Database {
  const database = openDatabase(file);
  try {
    const row = database.all<{ quick_check: string }>('PRAGMA quick_check(1)')[0];
    if (row?.quick_check !== 'ok') throw new Error('malformed');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Rolls a transaction back that was cut off. SQLite does that by itself when it finds a journal that
 * nobody holds the lock for; but this build's lock has no levels, so it takes its own for somebody
 * else's, and leaves the file torn. It gets to see no lock here, for as long as one read.
 */
function rollBack(file: string): void {
  const { accessSync } = fs;
  fs.accessSync = (path, mode) => {
    if (path === `${file}.lock`) throw new Error('No lock, for now.');
    accessSync(path, mode);
  };
  try {
    openDatabase(file).close();
  } catch {
    // openSound says what is left to be said.
  } finally {
    fs.accessSync = accessSync;
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isBroken(error: unknown): boolean {
  return /malformed|not a database|disk image/.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
