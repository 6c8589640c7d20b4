import type { Request } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { AuthenticationError } from './authentication-error.ts';
import type { Authenticator } from './guard.ts';
import type { TokenPolicy } from './token-policy.ts';
import { verifyAccessToken } from './verify-token.ts';

/** What the bearer authenticator works with. */
export interface BearerOptions {
  database: Database;
  policy: TokenPolicy;
  clock: Clock;
  /** Finds the token of a request. Returns undefined when the request has none. */
  readToken: (request: Request) => string | undefined;
}

/** An authenticator that recognizes a person by their access token. */
export function bearerAuthenticator(options: BearerOptions): Authenticator {
  const { database, policy, clock, readToken } = options;
  return (request) => {
    // #region 3.4
    const token = readToken(request);
    if (token === undefined) return undefined;
    const { subject } = verifyAccessToken(token, policy, clock());
    // On every request: a deleted person is out at once, and a changed role counts at once.
    const person = findPersonById(database, subject);
    if (!person) throw new AuthenticationError('invalid-token');
    return person;
    // #endregion 3.4
  };
}
