import type { Database } from '#api/database.ts';

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
  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);
  // A token may be revoked twice.
  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
  // #endregion 9.1
}

/** Whether a token is on the list. */
export function isRevoked(database: Database, jti: string): boolean {
  return database.get('SELECT 1 FROM revokedTokens WHERE jti = ?', jti) !== undefined;
}
