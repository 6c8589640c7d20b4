import { todo } from '#api/todo.ts';
import type { DecodedToken } from '../01-jwt-basics/decode-token.ts';
import { TOKEN_TYPE } from '../02-signing/token-profile.ts';
import { AuthenticationError } from './authentication-error.ts';
import type { TokenPolicy } from './token-policy.ts';

/**
 * Checks what kind of token this is, who issued it, for whom, and about whom (RFC 7519 §4.1,
 * RFC 8725 §3.8, §3.9 and §3.11, RFC 9068 §4). Its signature has been verified before.
 *
 * @returns the subject: a person's id
 * @throws AuthenticationError `invalid-token` when it isn't an access token from the policy's issuer
 *   for the policy's audience, about a subject
 */
export function verifyParties({ header, claims }: DecodedToken, policy: TokenPolicy): string {
  // #region 3.2
  // TODO 3.2 · npm run grade 3.2 · /chapters/03-authenticator#3-2
  // Return the subject of an access token that comes from our issuer and is meant for our audience.
  //   1. The header's `typ` must be exactly `TOKEN_TYPE`.
  //   2. The header must not have a `crit` at all, whatever its value.
  //   3. `iss` must be a string, and exactly the policy's `issuer`.
  //   4. `aud` must be exactly the policy's `audience`, or an array that contains it.
  //   5. Compare only strings, with the helper `isString`: a missing claim must not match a policy
  //      that lacks its value.
  //   6. `sub` must be a string. Return it as it is.
  // If one of these rules isn't met, throw `new AuthenticationError('invalid-token')`.
  todo('3.2', '/chapters/03-authenticator#3-2');
  // #endregion 3.2
}

/** Whether a claim is a string, and not missing, a number, or an array. */
function isString(value: unknown): value is string {
  return typeof value === 'string';
}
