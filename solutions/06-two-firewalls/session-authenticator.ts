import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import type { Authenticator } from '../03-authenticator/guard.ts';

/**
 * An authenticator that recognises a person by their session. It fits chapter 3's guard, as the
 * bearer authenticator does; the two never meet.
 */
export function sessionAuthenticator(database: Database): Authenticator {
  return (request) => {
    const { personId } = request.session;
    return personId === undefined ? undefined : findPersonById(database, personId);
  };
}
