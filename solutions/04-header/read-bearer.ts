import type { Request } from 'express';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';

/**
 * Reads the bearer token from the `Authorization` header (RFC 6750 §2.1, RFC 9110 §11.6.2), and
 * from nowhere else.
 *
 * @returns the token, exactly as it was sent; undefined when the request has no `Authorization`
 *   header, or one with another scheme
 * @throws AuthenticationError `malformed-authorization` when the header is malformed, or there is
 *   more than one
 */
export function readBearerToken(request: Request): string | undefined {
  // #region 4.1
  const lines = request.headersDistinct.authorization;
  if (lines === undefined) return undefined;
  // Of two lines, a proxy in front of the API may have read the other one.
  if (lines.length > 1) throw new AuthenticationError('malformed-authorization');

  const parts = splitLine(lines[0]);
  if (parts === undefined) throw new AuthenticationError('malformed-authorization');
  // Another scheme isn't an error: another authenticator may read it.
  if (parts.scheme.toLowerCase() !== 'bearer') return undefined;
  if (!TOKEN.test(parts.rest)) throw new AuthenticationError('malformed-authorization');
  return parts.rest;
  // #endregion 4.1
}

/**
 * Splits a line at its first spaces: `Bearer abc` into the scheme `Bearer` and the rest, `abc`.
 *
 * @returns undefined when the line isn't a scheme, one or more spaces, and something after them
 *   (RFC 9110 §11.4)
 */
function splitLine(line = ''): { scheme: string; rest: string } | undefined {
  const [, scheme, rest] = /^([\w!#$%&'*+.^`|~-]+) +(.+)$/.exec(line) ?? [];
  return scheme && rest ? { scheme, rest } : undefined;
}

/** One whole token, and nothing else. RFC 6750 §2.1 calls it a b64token. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
