import type { Request } from 'express';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';

/**
 * Reads the bearer token from the `Authorization` header (RFC 6750 §2.1, RFC 9110 §11.6.2), and
 * from nowhere else.
 *
 * @returns undefined when there is no such header, or it speaks of another scheme
 * @throws AuthenticationError `malformed-authorization` when the header breaks the rules
 */
export function readBearerToken(request: Request): string | undefined {
  // #region 4.1
  // request.headers keeps the first Authorization line and drops the others, silently.
  // request.headersDistinct has them all, as an array, or undefined for none. None is no token.
  const lines = request.headersDistinct.authorization ?? [];
  const [line] = lines;
  if (line === undefined) return undefined;
  // One line, made of a scheme, one or more spaces, and something after them: SCHEME_AND_REST
  // matches that. More lines than one, or a line that does not match, is malformed-authorization.
  const [, scheme, rest] = SCHEME_AND_REST.exec(line) ?? [];
  if (lines.length > 1 || scheme === undefined || rest === undefined) {
    throw new AuthenticationError('malformed-authorization');
  }
  // A scheme is written in any case (RFC 9110 §11.1). Another one than Bearer is no token of ours.
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  // What comes after Bearer is one token, to the end: TOKEN matches one.
  if (!TOKEN.test(rest)) throw new AuthenticationError('malformed-authorization');
  return rest;
  // #endregion 4.1
}

/** A scheme (an HTTP token, RFC 9110 §5.6.2), one or more spaces, and the rest. */
const SCHEME_AND_REST = /^([\w!#$%&'*+.^`|~-]+) +(.+)$/;

/** RFC 6750 §2.1 calls this a b64token. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
