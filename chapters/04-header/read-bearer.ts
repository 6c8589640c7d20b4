import type { Request } from 'express';
import { todo } from '#api/todo.ts';
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
  // TODO 4.1 · npm run grade 4.1 · /chapters/04-header#4-1
  // Return the bearer token from the `Authorization` header: exactly one line, with one token.
  //   1. Take the lines from `request.headersDistinct.authorization`. If that is undefined, the
  //      request has no such header: return undefined.
  //   2. If there are several, throw `new AuthenticationError('malformed-authorization')`.
  //   3. Split the line with `splitLine`. If that returns undefined, throw the same error.
  //   4. If the scheme isn't `Bearer`, in any mix of upper and lower case, return undefined.
  //   5. If the rest doesn't match `TOKEN`, throw the same error. Otherwise return the rest,
  //      unchanged.
  // Look in no other place: not in the query, the body, a cookie or another header.
  todo('4.1', '/chapters/04-header#4-1');
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
