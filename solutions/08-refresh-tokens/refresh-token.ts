import { createHash, randomBytes } from 'node:crypto';

/** A refresh token and its hash. */
export interface RefreshToken {
  /** For the client, and for nobody else: the server forgets it. */
  token: string;
  /** For the database. */
  hash: string;
}

/** Makes a refresh token: 256 random bits, in base64url. */
export function makeRefreshToken(): RefreshToken {
  // #region 8.1
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
  // #endregion 8.1
}

/**
 * The SHA-256 of a refresh token, in base64url. Without a salt, and fast: nobody guesses 256 random
 * bits, so there is nothing to slow down, and the database finds the token by its hash.
 *
 * @param token whatever a client sent
 */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
