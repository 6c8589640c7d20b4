import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the data lives. */
export function dataFile(root: string): string {
  return join(root, '.workbook', 'cairn.sqlite');
}

/**
 * How long the database's lock has stood, in milliseconds; undefined without one. SQLite's lock is
 * a folder here (node-sqlite3-wasm): it is made for each transaction, and whoever is killed in the
 * middle leaves it, to be in everybody's way for ever.
 */
export function lockAge(root: string): number | undefined {
  const lock = statSync(`${dataFile(root)}.lock`, { throwIfNoEntry: false });
  return lock && Math.abs(Date.now() - lock.mtimeMs);
}
