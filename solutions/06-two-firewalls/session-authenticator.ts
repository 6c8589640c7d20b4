import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import type { Authenticator } from '../03-authenticator/guard.ts';
import { findSession } from './office-session.ts';

/** Recognizes a person by their session. It fits chapter 3's guard, as the bearer authenticator does. */
export function sessionAuthenticator(database: Database): Authenticator {
  return (request) => {
    const session = findSession(request);
    return session && findPersonById(database, session.personId);
  };
}
