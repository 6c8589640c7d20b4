import type { KeyObject } from 'node:crypto';
import { TOKEN_TYPE } from '../02-signing/token-profile.ts';
import { AuthenticationError } from './authentication-error.ts';
import { verifySignature } from './verify-signature.ts';

/** What a token must be to be accepted. */
export interface TokenPolicy {
  publicKey: KeyObject;
  issuer: string;
  audience: string;
  /** Seconds that a token may live, from `iat` to `exp`, at the most. */
  maxLifetime: number;
}

/** What an accepted token says. */
export interface AccessToken {
  /** The person's id. */
  subject: string;
}

/**
 * Verifies an access token: its signature, its type, and every claim that the policy names
 * (RFC 7519 §7.2, RFC 8725 §3, RFC 9068 §4).
 *
 * @param now milliseconds since the epoch, as the app's clock tells it
 * @throws AuthenticationError `expired-token` when all holds but the time is over; `invalid-token`
 *   for anything else
 */
export function verifyAccessToken(token: string, policy: TokenPolicy, now: number): AccessToken {
  // #region 3.2
  // The signature first, with verifySignature: until it holds, nothing that the token says means
  // anything.
  const { header, claims } = verifySignature(token, policy.publicKey);
  // The header: typ is TOKEN_TYPE to the letter, and there is no crit at all: it would name
  // extensions that we must understand, and we understand none (RFC 7515 §4.1.11).
  const ours = header['typ'] === TOKEN_TYPE && !('crit' in header);
  // Whose, and for whom: our issuer; our audience, as a text or within an array of them. Take texts
  // only (isText, below): a policy that lacks its issuer, for a variable that is not set, must not
  // match a token that lacks it too.
  const { iss, aud, sub, iat, nbf, exp } = claims;
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  const forUs =
    isText(iss) && iss === policy.issuer && audiences.filter(isText).includes(policy.audience);
  // The times: iat and exp are there, and so may be nbf; isTime, below, knows a time. None but exp
  // is in the future, and exp is maxLifetime after iat at the most. The clock counts milliseconds.
  const seconds = now / 1000;
  const timely =
    isTime(iat) &&
    iat <= seconds &&
    isTime(exp) &&
    exp - iat <= policy.maxLifetime &&
    (nbf === undefined || (isTime(nbf) && nbf <= seconds));
  // And sub is a text: the subject. Anything that does not hold, until here, is invalid-token.
  if (!ours || !forUs || !timely || !isText(sub)) {
    throw new AuthenticationError('invalid-token');
  }
  // Last of all, exp: at that second it is over. Only a token that was good is called expired-token.
  if (seconds >= exp) throw new AuthenticationError('expired-token');
  return { subject: sub };
  // #endregion 3.2
}

/** A claim that is a text: nothing, a number or an array is none. */
function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A NumericDate (RFC 7519 §2). JSON.parse reads 1e400 as Infinity, which is none. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
