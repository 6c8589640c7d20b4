import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { todo } from '#api/todo.ts';
import type { TokenPolicy } from '../03-authenticator/token-policy.ts';
import { hashOf } from '../08-refresh-tokens/refresh-token.ts';
import { readOwnToken } from './read-own-token.ts';
import { addRevokedToken } from './revoked-tokens.ts';

/** What revoking works with. */
export interface RevokeOptions {
  database: Database;
  clock: Clock;
  policy: TokenPolicy;
}

/**
 * Revokes a token (RFC 7009 §2.1): a refresh token, even a used one, ends its session; an access
 * token is refused from now on, and its session continues. Does the same work for any other string,
 * so that the time it takes doesn't reveal what the string was.
 *
 * @param token whatever a client sent
 */
export function revokeToken(token: string, { database, clock, policy }: RevokeOptions): void {
  // #region 9.3
  // TODO 9.3 · npm run grade 9.3 · /chapters/09-signing-out#9-3
  // Make a token worthless, whatever kind it is. Do the same work for any other string.
  //   1. Ask `readOwnToken(token, policy, clock())`. It returns `{ jti, exp }` for an access token
  //      of ours.
  //   2. For any other string use a stand-in: a new random `jti`, and an `exp` of this moment, in
  //      whole seconds.
  //   3. In one `database.transaction(() => { … })`: delete from `apiSessions` the session that
  //      `refreshTokens` has for `hashOf(token)`, used or not, and call `addRevokedToken` for the
  //      token or its stand-in.
  // Throw nothing yourself, and return nothing: the answer is the same for every string.
  todo('9.3', '/chapters/09-signing-out#9-3');
  // #endregion 9.3
}
