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
  const { iss, aud, sub } = claims;
  // An extension that we must understand, and we understand none (RFC 7515 §4.1.11).
  const isAccessToken = header['typ'] === TOKEN_TYPE && !Object.hasOwn(header, 'crit');
  // Without isString, a policy that lacks its issuer would match a token that lacks it, too.
  const isFromIssuer = isString(iss) && iss === policy.issuer;
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  const isForUs = audiences.filter(isString).includes(policy.audience);
  if (!isAccessToken || !isFromIssuer || !isForUs || !isString(sub)) {
    throw new AuthenticationError('invalid-token');
  }
  return sub;
  // #endregion 3.2
}

/** Whether a claim is a string, and not missing, a number, or an array. */
function isString(value: unknown): value is string {
  return typeof value === 'string';
}
