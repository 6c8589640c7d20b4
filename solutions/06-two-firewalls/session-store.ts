import { type SessionData, Store } from 'express-session';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';

/** How long a session lasts: a working day once somebody is signed in, a while before that. */
const SIGNED_IN = 8 * 60 * 60_000;
const ANONYMOUS = 15 * 60_000;

/**
 * Keeps sessions in the database. (express-session's own store keeps every session that was ever
 * begun in memory, and says itself that it is not for production.)
 */
export class SessionStore extends Store {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    super();
    this.#database = database;
    this.#clock = clock;
    database.exec(`
      CREATE TABLE IF NOT EXISTS sessions (
        id TEXT PRIMARY KEY,
        data TEXT NOT NULL,
        expiresAt INTEGER NOT NULL
      )
    `);
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    attempt(done, () => {
      const row = this.#database.get<{ data: string }>(
        'SELECT data FROM sessions WHERE id = ? AND expiresAt > ?',
        id,
        this.#clock(),
      );
      return row ? (JSON.parse(row.data) as SessionData) : null;
    });
  }

  override set(id: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    attempt(done, () => {
      const now = this.#clock();
      this.#database.run('DELETE FROM sessions WHERE expiresAt <= ?', now);
      this.#database.run(
        'INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)',
        id,
        JSON.stringify(session),
        now + (session.personId ? SIGNED_IN : ANONYMOUS),
      );
    });
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    attempt(done, () => void this.#database.run('DELETE FROM sessions WHERE id = ?', id));
  }
}

/** Calls back with what `work` returns, or with what it throws. */
function attempt<Result>(
  done: (error: unknown, result?: Result) => void,
  work: () => Result,
): void {
  let result: Result;
  try {
    result = work();
  } catch (error) {
    return done(error);
  }
  done(null, result);
}
