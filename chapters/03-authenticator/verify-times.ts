import { todo } from '#api/todo.ts';
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
  // TODO 3.3 · npm run grade 3.3 · /chapters/03-authenticator#3-3
  // Throw unless the token is valid at this moment. `now` is in milliseconds, everything else in
  // seconds.
  //   1. `iat` and `exp` are required, `nbf` is optional. Each must pass the helper `isTime`.
  //   2. `iat` and `nbf` must not be later than now plus the policy's `clockTolerance`.
  //   3. From `iat` to `exp` must be at most the policy's `maxLifetime`.
  //   4. If one of these rules isn't met, throw `new AuthenticationError('invalid-token')`. A rule
  //      whose value is missing from the policy isn't met.
  //   5. Last, with no tolerance: if `exp` isn't later than now, throw an `AuthenticationError`
  //      with `'expired-token'`.
  // Don't round: any of these times may have a fraction.
  todo('3.3', '/chapters/03-authenticator#3-3');
  // #endregion 3.3
}

/** Whether a claim is a NumericDate (RFC 7519 §2). JSON.parse reads 1e400 as Infinity, which isn't. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
