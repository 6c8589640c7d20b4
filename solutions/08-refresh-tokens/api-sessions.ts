import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';

const DAY = 24 * 60 * 60 * 1000;
/** How long a session lasts without a refresh. */
const IDLE_LIFETIME = 7 * DAY;
/** How long a session lasts, however often it is refreshed. */
const TOTAL_LIFETIME = 30 * DAY;

/** It begins with a password. All tokens that come of that password belong to it. */
export interface ApiSession {
  /** Access tokens carry it as `sid`. */
  id: string;
  personId: string;
  /** When the password was entered: milliseconds since the epoch. */
  startedAt: number;
  /** When its tokens were last issued. */
  refreshedAt: number;
}

/** When a session ends by itself: milliseconds since the epoch. At that moment it has ended. */
export function expiresAt({ startedAt, refreshedAt }: ApiSession): number {
  return Math.min(startedAt + TOTAL_LIFETIME, refreshedAt + IDLE_LIFETIME);
}

/** Where the API keeps its sessions, and the hashes of their refresh tokens. */
export interface ApiSessions {
  /** Starts a session for a person. */
  start(personId: string): ApiSession;
  /** Finds a session that nobody has ended. Its time may be over: see `expiresAt`. */
  find(id: string): ApiSession | undefined;
  /** Notes that a session was refreshed at this moment. */
  renew(id: string): void;
  /** Ends a session, if there is one with this id: all its refresh tokens become unknown. */
  end(id: string): void;
  /** Adds a refresh token to a session, by its hash. Nothing happens if the session has ended. */
  addToken(id: string, hash: string): void;
}

/**
 * Keeps sessions in the database. A used refresh token stays there as long as its session: that's how
 * it is recognized when it comes again.
 *
 * Only `start` inserts a session. So whatever a request does that was in flight when its session
 * ended, it can't bring that session back.
 */
export function apiSessions(database: Database, clock: Clock): ApiSessions {
  database.exec(`
    CREATE TABLE IF NOT EXISTS apiSessions (
      id TEXT PRIMARY KEY,
      personId TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
      startedAt INTEGER NOT NULL,
      refreshedAt INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS refreshTokens (
      hash TEXT PRIMARY KEY,
      sessionId TEXT NOT NULL REFERENCES apiSessions (id) ON DELETE CASCADE,
      usedAt INTEGER
    );
    CREATE INDEX IF NOT EXISTS refreshTokensBySession ON refreshTokens (sessionId);
  `);
  return {
    start(personId) {
      const now = clock();
      // Those whose time is over, as `expiresAt` has it. Nobody may ever ask for them again.
      database.run(
        'DELETE FROM apiSessions WHERE startedAt <= ? OR refreshedAt <= ?',
        now - TOTAL_LIFETIME,
        now - IDLE_LIFETIME,
      );
      const id = crypto.randomUUID();
      database.run('INSERT INTO apiSessions VALUES (?, ?, ?, ?)', id, personId, now, now);
      return { id, personId, startedAt: now, refreshedAt: now };
    },
    find(id) {
      return database.get<ApiSession>('SELECT * FROM apiSessions WHERE id = ?', id);
    },
    renew(id) {
      database.run('UPDATE apiSessions SET refreshedAt = ? WHERE id = ?', clock(), id);
    },
    end(id) {
      database.run('DELETE FROM apiSessions WHERE id = ?', id);
    },
    addToken(id, hash) {
      database.run(
        `INSERT INTO refreshTokens (hash, sessionId)
         SELECT ?, id FROM apiSessions WHERE id = ?`,
        hash,
        id,
      );
    },
  };
}
