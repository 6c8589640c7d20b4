import type { Request, Response } from 'express';
import type { Database } from '#api/database.ts';
import { todo } from '#api/todo.ts';
import { checkPassword } from '../02-signing/check-password.ts';
import type { Credentials } from '../02-signing/read-basic.ts';
import { AccessDeniedError } from '../05-errors/access-denied-error.ts';
import type { OfficeCookie } from './office-cookie.ts';
import { findSession } from './office-session.ts';
import { newSessionId, type Sessions } from './sessions.ts';

/** What signing in works with. */
export interface SignInOptions {
  database: Database;
  sessions: Sessions;
  cookie: OfficeCookie;
}

/**
 * Signs a ranger in: starts a session under a new id, and sends its cookie.
 *
 * @returns false when the handle or the password is wrong
 * @throws AccessDeniedError when both are right and the person isn't a ranger
 */
export async function signIn(
  request: Request,
  response: Response,
  credentials: Credentials,
  { database, sessions, cookie }: SignInOptions,
): Promise<boolean> {
  // #region 6.5
  // TODO 6.5 · npm run grade 6.5 · /chapters/06-two-firewalls#6-5
  // Check the credentials, start a session and send its cookie. Return whether that worked.
  //   1. `await checkPassword(database, credentials)`. If it returns `undefined`, return `false`.
  //   2. If the person isn't a ranger, throw `new AccessDeniedError()`.
  //   3. If `findSession(request)` returns a session, end it: `await sessions.end(id)`.
  //   4. Make a new id with `newSessionId()`. Never use the id from the browser's cookie.
  //   5. `await sessions.start(id, person.id)`, then `cookie.send(response, id)`. Return `true`.
  // If anything throws, don't catch it.
  todo('6.5', '/chapters/06-two-firewalls#6-5');
  // #endregion 6.5
}
