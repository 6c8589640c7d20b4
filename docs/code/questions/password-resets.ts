import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { hashPassword } from '#api/passwords.ts';
import { findPersonByHandle } from '#api/people.ts';

const LIFETIME = 20 * 60 * 1000;

/** What a reset does outside of this file. */
export interface ResetOptions {
  database: Database;
  clock: Clock;
  /** Puts a mail into the queue, and returns at once. */
  sendToken: (personId: string, token: string) => void;
  /** Ends every session of a person, and every other key to their account. */
  endSessions: (personId: string) => void;
}

/** Lets people who have forgotten their password choose a new one. */
export function passwordResets({ database, clock, sendToken, endSessions }: ResetOptions) {
  // One row a person: a new request replaces the one before it.
  database.exec(`CREATE TABLE IF NOT EXISTS passwordResets (
    personId TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    tokenHash TEXT NOT NULL UNIQUE,
    expiresAt INTEGER NOT NULL
  )`);

  /** Whose token this is, if it is still good. */
  function ownerOf(token: string): string | undefined {
    return database.get<{ personId: string }>(
      'SELECT personId FROM passwordResets WHERE tokenHash = ? AND expiresAt > ?',
      hashOf(token),
      clock(),
    )?.personId;
  }

  return {
    /** Sends a token to this person, if there is one. Nothing about their account changes yet. */
    request(handle: string): void {
      const person = findPersonByHandle(database, handle);
      if (!person) return;
      const token = randomBytes(32).toString('base64url');
      database.run(
        'REPLACE INTO passwordResets VALUES (?, ?, ?)',
        person.id,
        hashOf(token),
        clock() + LIFETIME,
      );
      sendToken(person.id, token);
    },

    /** Sets the new password. Returns false when the token isn't good, or not any more. */
    async redeem(token: string, password: string): Promise<boolean> {
      // Before the hash, which is expensive: a made-up token must not cost us one.
      if (ownerOf(token) === undefined) return false;
      const passwordHash = await hashPassword(password);
      let personId: string | undefined;
      database.transaction(() => {
        personId = ownerOf(token); // again: meanwhile it may have been used
        if (personId === undefined) return;
        database.run('DELETE FROM passwordResets WHERE personId = ?', personId);
        database.run('UPDATE people SET passwordHash = ? WHERE id = ?', passwordHash, personId);
        endSessions(personId);
      });
      return personId !== undefined;
    },
  };
}

/** The token is as good as a password, so only its hash is stored. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
