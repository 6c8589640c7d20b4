import { todo } from '#api/todo.ts';
import type { JsonObject } from './decode-token.ts';
import { MalformedToken } from './malformed-token.ts';

/** What a token says about time. */
export interface TokenTimes {
  /** RFC 3339, from `iat`; null without one, or when no calendar reaches that far. */
  issuedAt: string | null;
  /** RFC 3339, from `exp`; null without one, or when no calendar reaches that far. */
  expiresAt: string | null;
  /** Null for a token without `exp`: nothing ends it. */
  expired: boolean | null;
}

/**
 * Reads the times of a token: `iat` and `exp` (RFC 7519 §4.1.4, §4.1.6).
 *
 * @param claims the payload
 * @param now milliseconds since the epoch, as the app's clock tells it
 * @throws MalformedToken when `iat`, `nbf` or `exp` is there, and no finite number
 */
export function readTimes(claims: JsonObject, now: number): TokenTimes {
  // #region 1.3
  // TODO 1.3 · npm run grade 1.3 · /chapters/01-jwt-basics#1-3
  // timeOf, below, reads one claim: seconds since the epoch, or undefined where there is none. Read
  // all three, iat, nbf and exp: nobody shows nbf, but a token in which it is nonsense is
  // malformed. dateOf, below, writes seconds as a date. Mind the units when you compare: a token's
  // times count seconds (NumericDate, RFC 7519 §2), and now counts milliseconds. "On or after" exp
  // the token is over: at that very second too (RFC 7519 §4.1.4).
  todo('1.3');
  // #endregion 1.3
}

/** One claim that is a NumericDate: seconds since the epoch, perhaps with a fraction. */
function timeOf(claims: JsonObject, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  // JSON can write 1e400, and JSON.parse reads it as Infinity.
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new MalformedToken(`${name} is not a finite number.`);
  }
  return value;
}

/** Seconds as a date; null for none, and for one that RFC 3339, with its four-digit years, cannot write. */
function dateOf(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : null;
}
