import type { JsonObject } from './decode-token.ts';
import { MalformedToken } from './malformed-token.ts';

/** When a token was issued, and when it expires. */
export interface TokenTimes {
  /** `iat` in RFC 3339; null without `iat`, or if RFC 3339 can't write the date. */
  issuedAt: string | null;
  /** `exp` in RFC 3339; null without `exp`, or if RFC 3339 can't write the date. */
  expiresAt: string | null;
  /** Null without `exp`: such a token never expires. */
  expired: boolean | null;
}

/**
 * Reads when a token was issued and when it expires (RFC 7519 §4.1.4, §4.1.6).
 *
 * @param claims the token's payload
 * @param now the current time, in milliseconds since the epoch
 * @throws MalformedToken if `iat`, `nbf` or `exp` is present but isn't a finite number
 */
export function readTimes(claims: JsonObject, now: number): TokenTimes {
  // #region 1.3
  const issuedAt = timeOf(claims, 'iat');
  timeOf(claims, 'nbf'); // not shown, but an invalid one is refused
  const expiresAt = timeOf(claims, 'exp');
  return {
    issuedAt: dateOf(issuedAt),
    expiresAt: dateOf(expiresAt),
    // "On or after" exp (RFC 7519 §4.1.4), so at that moment too.
    expired: expiresAt === undefined ? null : now >= expiresAt * 1000,
  };
  // #endregion 1.3
}

/**
 * Reads one time claim (a NumericDate, RFC 7519 §2).
 *
 * @returns seconds since the epoch, possibly with a fraction; undefined if the claim is missing
 * @throws MalformedToken if it isn't a finite number
 */
function timeOf(claims: JsonObject, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  // JSON.parse turns 1e400 into Infinity.
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new MalformedToken(`${name} is not a finite number.`);
  }
  return value;
}

/** Turns seconds into an RFC 3339 date. Null for undefined, and for a year that needs more than four digits. */
function dateOf(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : null;
}
