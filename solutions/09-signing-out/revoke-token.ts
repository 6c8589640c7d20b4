import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
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
  const now = clock();
  const own = readOwnToken(token, policy, now);
  // For any other string there is a stand-in that is over at once: every answer costs a write.
  const revoked = own ?? { jti: crypto.randomUUID(), exp: now / 1000 };
  database.transaction(() => {
    database.run(
      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
    );
    addRevokedToken(database, revoked, now);
  });
  // #endregion 9.3
}
