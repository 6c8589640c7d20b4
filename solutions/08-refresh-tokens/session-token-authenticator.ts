import { findPersonById } from '#api/people.ts';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import type { BearerOptions } from '../03-authenticator/bearer-authenticator.ts';
import type { Authenticator } from '../03-authenticator/guard.ts';
import { verifySessionToken } from './verify-session-token.ts';

/** Recognizes a person by the access token of a session. Whether the session still lives isn't asked. */
export function sessionTokenAuthenticator(options: BearerOptions): Authenticator {
  const { database, policy, clock, readToken } = options;
  return (request) => {
    const token = readToken(request);
    if (token === undefined) return undefined;
    const { subject } = verifySessionToken(token, policy, clock());
    const person = findPersonById(database, subject);
    if (!person) throw new AuthenticationError('invalid-token');
    return person;
  };
}
