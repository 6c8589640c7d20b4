import type { Request, Response } from 'express';
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
  const session = findSession(request);
  // First: if this fails, the browser keeps the cookie, and the ranger can try again.
  if (session) await sessions.end(session.id);
  const { name, options } = sessionRules(tls);
  response.clearCookie(name, options);
  // #endregion 6.6
}
