import type { Request } from 'express';
import { todo } from '#api/todo.ts';
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
  // TODO 4.1 · npm run grade 4.1 · /chapters/04-header#4-1
  // request.headers keeps the first Authorization line and drops the others, silently.
  // request.headersDistinct has them all, as an array, or undefined for none. None is no token. One
  // line, made of a scheme, one or more spaces, and something after them: SCHEME_AND_REST matches
  // that. More lines than one, or a line that does not match, is malformed-authorization. A scheme
  // is written in any case (RFC 9110 §11.1). Another one than Bearer is no token of ours. What
  // comes after Bearer is one token, to the end: TOKEN matches one.
  todo('4.1');
  // #endregion 4.1
}

/** A scheme (an HTTP token, RFC 9110 §5.6.2), one or more spaces, and the rest. */
const SCHEME_AND_REST = /^([\w!#$%&'*+.^`|~-]+) +(.+)$/;

/** RFC 6750 §2.1 calls this a b64token. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
