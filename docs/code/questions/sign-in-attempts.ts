import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';

/** How long an attempt counts, in milliseconds. */
const WINDOW = 15 * 60 * 1000;
/** How many failed attempts fit into one window. */
const MOST = { handle: 10, address: 50 };

/** Counts sign-ins in the database, where every process of the app sees them. */
export function signInAttempts(database: Database, clock: Clock) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS signInAttempts (
      handle TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS attemptsByHandle ON signInAttempts (handle);
    CREATE INDEX IF NOT EXISTS attemptsByAddress ON signInAttempts (address);
  `);

  /** When this handle, or this address, may try again. */
  function freeAt(column: 'handle' | 'address', value: string): number {
    const last = database.get<{ at: number }>(
      `SELECT at FROM signInAttempts WHERE ${column} = ? ORDER BY at DESC LIMIT 1 OFFSET ?`,
      value,
      MOST[column] - 1,
    );
    return last ? last.at + WINDOW : 0;
  }

  return {
    /** Counts an attempt before its password is checked. Returns how many seconds to wait: 0 is none. */
    begin(handle: string, address: string): number {
      let wait = 0;
      database.transaction(() => {
        const now = clock();
        database.run('DELETE FROM signInAttempts WHERE at <= ?', now - WINDOW);
        wait = Math.max(freeAt('handle', handle), freeAt('address', address)) - now;
        if (wait > 0) return;
        database.run('INSERT INTO signInAttempts VALUES (?, ?, ?)', handle, address, now);
      });
      return Math.max(0, Math.ceil(wait / 1000));
    },

    /** After a successful sign-in: forgets this person's own typing errors, and no one else's. */
    forget(handle: string, address: string): void {
      database.run('DELETE FROM signInAttempts WHERE handle = ? AND address = ?', handle, address);
    },
  };
}
