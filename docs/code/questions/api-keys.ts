import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import type { Authenticator } from '../../../solutions/03-authenticator/guard.ts';
import { readBearerToken } from '../../../solutions/04-header/read-bearer.ts';

/** The prefix tells a key from a token, and lets scanners find one that was committed by mistake. */
const KEY = /^cairn_[\w-]{43}$/;

/** Keys with which programs call the API on behalf of the person who made them. */
export function apiKeys(database: Database, clock: Clock) {
  database.exec(`CREATE TABLE IF NOT EXISTS apiKeys (
    hash TEXT PRIMARY KEY,
    personId TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    expiresAt INTEGER NOT NULL
  )`);

  return {
    /** Makes a key. This is the only time that anyone sees it: the database gets its hash. */
    create(personId: string, name: string, days: number): string {
      const key = `cairn_${randomBytes(32).toString('base64url')}`;
      const expiresAt = clock() + days * 86_400_000;
      database.run(
        'INSERT INTO apiKeys VALUES (?, ?, ?, ?)',
        hashOf(key),
        personId,
        name,
        expiresAt,
      );
      return key;
    },

    /** Ends a key at once. Only its owner may. Returns whether there was one. */
    revoke(personId: string, name: string): boolean {
      return (
        database.run('DELETE FROM apiKeys WHERE personId = ? AND name = ?', personId, name) > 0
      );
    },

    /** Recognizes a key. Anything else it leaves to the next authenticator. */
    authenticator: ((request) => {
      const key = readBearerToken(request);
      if (key === undefined || !KEY.test(key)) return undefined;
      const found = database.get<{ personId: string }>(
        'SELECT personId FROM apiKeys WHERE hash = ? AND expiresAt > ?',
        hashOf(key),
        clock(),
      );
      const person = found && findPersonById(database, found.personId);
      if (!person) throw new AuthenticationError('invalid-token');
      return person;
    }) satisfies Authenticator,
  };
}

/** 256 random bits can't be guessed, so a fast hash without a salt is enough. A password needs Argon2. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
