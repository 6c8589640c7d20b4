import { randomBytes } from 'node:crypto';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import type { SessionRules } from './session-rules.ts';

/** Who is signed in with a browser. */
export interface Session {
  id: string;
  /** An id and nothing more: everything else about a person is in the database. */
  personId: string;
  /** When they signed in: milliseconds since the epoch. */
  startedAt: number;
  /** When their browser last sent a request. */
  seenAt: number;
}

/** Where the office keeps its sessions. Each method may take its time, as a store elsewhere would. */
export interface Sessions {
  /** Starts a session for a person, under an id that no session has yet. */
  start(id: string, personId: string): Promise<void>;
  /** Finds a session that hasn't ended, and notes that it was seen. */
  find(id: string): Promise<Session | undefined>;
  /** Ends a session, if there is one with this id. */
  end(id: string): Promise<void>;
}

/** An id that nobody can guess: 192 random bits. */
export function newSessionId(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Keeps sessions in the database.
 *
 * Only `start` inserts a row. So whatever a request does that was in flight when its session ended,
 * it can't bring that session back.
 */
export function sessionStore(
  database: Database,
  clock: Clock,
  hasEnded: SessionRules['hasEnded'],
): Sessions {
  database.exec(`
    CREATE TABLE IF NOT EXISTS officeSessions (
      id TEXT PRIMARY KEY,
      personId TEXT NOT NULL,
      startedAt INTEGER NOT NULL,
      seenAt INTEGER NOT NULL
    )
  `);
  const remove = (id: string) => void database.run('DELETE FROM officeSessions WHERE id = ?', id);
  return {
    async start(id, personId) {
      const now = clock();
      for (const session of database.all<Session>('SELECT * FROM officeSessions')) {
        if (hasEnded(session, now)) remove(session.id);
      }
      database.run('INSERT INTO officeSessions VALUES (?, ?, ?, ?)', id, personId, now, now);
    },
    async find(id) {
      const session = database.get<Session>('SELECT * FROM officeSessions WHERE id = ?', id);
      if (!session) return undefined;
      const now = clock();
      if (hasEnded(session, now)) return remove(id);
      database.run('UPDATE officeSessions SET seenAt = ? WHERE id = ?', now, id);
      return { ...session, seenAt: now };
    },
    async end(id) {
      remove(id);
    },
  };
}
