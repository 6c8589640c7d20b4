import type { Request } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { todo } from '#api/todo.ts';
import { AuthenticationError } from './authentication-error.ts';
import type { Authenticator } from './guard.ts';
import { type TokenPolicy, verifyAccessToken } from './verify-token.ts';

/** What the bearer authenticator works with. */
export interface BearerOptions {
  database: Database;
  policy: TokenPolicy;
  clock: Clock;
  /** Finds the token of a request; undefined when none came. */
  readToken: (request: Request) => string | undefined;
}

/** An authenticator that recognises a person by their access token. */
export function bearerAuthenticator(options: BearerOptions): Authenticator {
  const { database, policy, clock, readToken } = options;
  return (request) => {
    // #region 3.3
    // TODO 3.3 · npm run grade 3.3 · /chapters/03-authenticator#3-3
    // No token is no person: return undefined. It is not an error yet; the guard decides. A token
    // must hold: verifyAccessToken throws when it does not. sub is an id. Read the person from the
    // database now, at every request, so that whoever has been deleted is out, and a role is what
    // it is today. A token for nobody is invalid-token.
    todo('3.3');
    // #endregion 3.3
  };
}
