import type { KeyObject } from 'node:crypto';
import { todo } from '#api/todo.ts';
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
  // TODO 3.2 · npm run grade 3.2 · /chapters/03-authenticator#3-2
  // The signature first, with verifySignature: until it holds, nothing that the token says means
  // anything. The header: typ is TOKEN_TYPE to the letter, and there is no crit at all: it would
  // name extensions that we must understand, and we understand none (RFC 7515 §4.1.11). Whose, and
  // for whom: our issuer; our audience, as a text or within an array of them. Take texts only
  // (isText, below): a policy that lacks its issuer, for a variable that is not set, must not match
  // a token that lacks it too. The times: iat and exp are there, and so may be nbf; isTime, below,
  // knows a time. None but exp is in the future, and exp is maxLifetime after iat at the most. The
  // clock counts milliseconds. And sub is a text: the subject. Anything that does not hold, until
  // here, is invalid-token. Last of all, exp: at that second it is over. Only a token that was good
  // is called expired-token.
  todo('3.2');
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
