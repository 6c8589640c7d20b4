import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
import { endSessionsOf } from './person-sessions.ts';

/** Makes the table of who changed their password, in the order of the changes. */
export function createPasswordChanges(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS passwordChanges (
      personId TEXT PRIMARY KEY,
      number INTEGER NOT NULL
    )
  `);
}

/** Notes that a person has changed their password. */
export function notePasswordChange(database: Database, personId: string): void {
  database.run(
    'INSERT OR REPLACE INTO passwordChanges VALUES (?, ?)',
    personId,
    lastChange(database) + 1,
  );
}

/**
 * Ends what a sign-in with an old password has started. Checking a password takes its time: when it
 * is changed meanwhile, the sign-in still succeeds. So before such a request is answered, the
 * sessions of everybody who changed their password during it are ended.
 *
 * At worst that ends a session that began with the new password a moment ago.
 */
export function endStaleSignIns(database: Database): RequestHandler {
  return (_request, response, next) => {
    const before = lastChange(database);
    const { writeHead } = response;
    response.writeHead = (...args: unknown[]) => {
      const changed = database.all<{ personId: string }>(
        'SELECT personId FROM passwordChanges WHERE number > ?',
        before,
      );
      for (const { personId } of changed) endSessionsOf(database, personId);
      return Reflect.apply(writeHead, response, args) as typeof response;
    };
    next();
  };
}

function lastChange(database: Database): number {
  const row = database.get<{ last: number | null }>(
    'SELECT max(number) AS last FROM passwordChanges',
  );
  return row?.last ?? 0;
}
