import type { Request, Response } from 'express';
import { todo } from '#api/todo.ts';
import { findSession } from './office-session.ts';
import { sessionRules } from './session-rules.ts';
import type { Sessions } from './sessions.ts';

/**
 * Signs a ranger out: ends the session on the server, and has the browser forget the cookie. Tokens
 * aren't affected: the API doesn't know about sessions.
 *
 * @param tls whether browsers reach the app over TLS
 */
export async function signOut(
  request: Request,
  response: Response,
  sessions: Sessions,
  tls: boolean,
): Promise<void> {
  // #region 6.6
  // TODO 6.6 · npm run grade 6.6 · /chapters/06-two-firewalls#6-6
  // End the session on the server, then have the browser forget the cookie.
  //   1. If `findSession(request)` returns a session, `await sessions.end(id)`.
  //   2. Then call `response.clearCookie` with the `name` and the `options` from
  //      `sessionRules(tls)`.
  // If ending the session fails, don't catch the error, and leave the cookie alone.
  todo('6.6', '/chapters/06-two-firewalls#6-6');
  // #endregion 6.6
}
