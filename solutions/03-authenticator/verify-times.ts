import type { JsonObject } from '../01-jwt-basics/decode-token.ts';
import { AuthenticationError } from './authentication-error.ts';
import type { TokenPolicy } from './token-policy.ts';

/**
 * Checks that a token is valid at this moment (RFC 7519 §4.1.4 to §4.1.6). Everything else about it
 * has been verified before.
 *
 * @param now what the app's clock says, in milliseconds since the epoch
 * @throws AuthenticationError `expired-token` when only its time has passed; `invalid-token` when a
 *   time is missing, isn't a time, is in the future, or when the token lives too long
 */
export function verifyTimes(claims: JsonObject, policy: TokenPolicy, now: number): void {
  // #region 3.3
  const { iat, nbf, exp } = claims;
  const seconds = now / 1000;
  const latest = seconds + policy.clockTolerance;
  const isGood =
    isTime(iat) &&
    iat <= latest &&
    isTime(exp) &&
    exp - iat <= policy.maxLifetime &&
    (nbf === undefined || (isTime(nbf) && nbf <= latest));
  if (!isGood) throw new AuthenticationError('invalid-token');
  // Last: only a token that was good once can have expired.
  if (seconds >= exp) throw new AuthenticationError('expired-token');
  // #endregion 3.3
}

/** Whether a claim is a NumericDate (RFC 7519 §2). JSON.parse reads 1e400 as Infinity, which isn't. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
