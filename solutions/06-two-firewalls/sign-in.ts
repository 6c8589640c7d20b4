import type { Request, Response } from 'express';
import type { Database } from '#api/database.ts';
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
  const person = await checkPassword(database, credentials);
  if (!person) return false;
  if (person.role !== 'ranger') throw new AccessDeniedError();
  const old = findSession(request);
  if (old) await sessions.end(old.id);
  // Never the id that the browser came with: someone else may have put it there.
  const id = newSessionId();
  await sessions.start(id, person.id);
  cookie.send(response, id);
  return true;
  // #endregion 6.5
}
