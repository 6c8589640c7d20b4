import { createHash, randomBytes } from 'node:crypto';
import { todo } from '#api/todo.ts';

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
  // TODO 8.1 · npm run grade 8.1 · /chapters/08-refresh-tokens#8-1
  // Return a new refresh token, and the hash that the database keeps of it.
  //   1. `token`: 32 random bytes from `randomBytes`, in base64url: 43 characters.
  //   2. `hash`: what `hashOf(token)` returns (below).
  //   3. Return `{ token, hash }`. Make a new token on every call.
  // The token says nothing about anyone. Keep no copy of it, and print nothing.
  todo('8.1', '/chapters/08-refresh-tokens#8-1');
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
