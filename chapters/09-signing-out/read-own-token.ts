import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import type { TokenPolicy } from '../03-authenticator/token-policy.ts';
import { verifySessionToken } from '../08-refresh-tokens/verify-session-token.ts';
import type { RevokedToken } from './revoked-tokens.ts';

/**
 * What the list needs to know of an access token that we issued.
 *
 * @param now what the app's clock says, in milliseconds since the epoch
 * @returns undefined for any other string, and for a token that has expired
 */
export function readOwnToken(
  token: string,
  policy: TokenPolicy,
  now: number,
): RevokedToken | undefined {
  try {
    const { jti, exp } = verifySessionToken(token, policy, now).claims;
    // A token without a numeric `exp` has been refused.
    return typeof jti === 'string' ? { jti, exp: exp as number } : undefined;
  } catch (error) {
    if (error instanceof AuthenticationError) return undefined;
    throw error;
  }
}
