import type { Request } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { todo } from '#api/todo.ts';
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
    // TODO 3.4 · npm run grade 3.4 · /chapters/03-authenticator#3-4
    // Return the person that a request's token stands for.
    //   1. Call `readToken(request)`. If it returns `undefined`, return `undefined`: no token isn't
    //      an error.
    //   2. Pass the token to `verifyAccessToken`, with `policy` and `clock()`. It throws when the
    //      token isn't valid; don't catch that.
    //   3. Look up the subject with `findPersonById`, on every request, and return the person.
    //   4. If that person isn't found, throw `new AuthenticationError('invalid-token')`.
    // An error from the database isn't caused by the token. Don't catch it.
    todo('3.4', '/chapters/03-authenticator#3-4');
    // #endregion 3.4
  };
}
