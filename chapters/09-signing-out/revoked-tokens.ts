import type { Database } from '#api/database.ts';
import { todo } from '#api/todo.ts';

/** What is remembered of a revoked access token. */
export interface RevokedToken {
  jti: string;
  /** When it expires by itself: seconds since the epoch, as its `exp`. */
  exp: number;
}

/** Makes the table, if it isn't there yet. */
export function createRevokedTokens(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS revokedTokens (
      jti TEXT PRIMARY KEY,
      exp REAL NOT NULL
    )
  `);
}

/**
 * Puts a token on the list of those that are refused although they haven't expired. Takes off the
 * list what has expired meanwhile: the list is never longer than what is revoked in ten minutes.
 *
 * @param now what the app's clock says, in milliseconds since the epoch
 */
export function addRevokedToken(database: Database, { jti, exp }: RevokedToken, now: number): void {
  // #region 9.1
  // TODO 9.1 · npm run grade 9.1 · /chapters/09-signing-out#9-1
  // Put a token on the list, and take off what has expired meanwhile.
  //   1. The table `revokedTokens` has the columns `jti` and `exp`: seconds since the epoch, as in
  //      the token.
  //   2. Delete the rows whose `exp` has been reached. `now` is in milliseconds.
  //   3. Insert a row with `jti` and `exp`. The same token may come twice: that isn't an error.
  // Put values into the SQL with `?`, and call `database.run(sql, …)`.
  todo('9.1', '/chapters/09-signing-out#9-1');
  // #endregion 9.1
}

/** Whether a token is on the list. */
export function isRevoked(database: Database, jti: string): boolean {
  return database.get('SELECT 1 FROM revokedTokens WHERE jti = ?', jti) !== undefined;
}
