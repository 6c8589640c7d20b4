import { findPersonById } from '#api/people.ts';
import { todo } from '#api/todo.ts';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import type { BearerOptions } from '../03-authenticator/bearer-authenticator.ts';
import type { Authenticator } from '../03-authenticator/guard.ts';
import { type ApiSessions, expiresAt } from '../08-refresh-tokens/api-sessions.ts';
import { verifySessionToken } from '../08-refresh-tokens/verify-session-token.ts';
import { setSessionId } from './request-session.ts';
import { isRevoked } from './revoked-tokens.ts';

/** What the authenticator works with. */
export interface LiveSessionOptions extends BearerOptions {
  sessions: ApiSessions;
}

/** Recognizes a person by an access token that nobody revoked, of a session that nobody ended. */
export function liveSessionAuthenticator(options: LiveSessionOptions): Authenticator {
  const { database, policy, clock, readToken, sessions } = options;
  return (request) => {
    const token = readToken(request);
    if (token === undefined) return undefined;
    const now = clock();
    const { subject, sessionId, claims } = verifySessionToken(token, policy, now);
    // #region 9.2
    // TODO 9.2 · npm run grade 9.2 · /chapters/09-signing-out#9-2
    // Recognize a person only if their token wasn't revoked and their session hasn't ended.
    //   1. Find the session with `sessions.find(sessionId)`. Its `personId` must be `subject`, and
    //      the clock must not have reached `expiresAt(session)`: `now` is before it.
    //   2. `claims.jti` must be a string for which `isRevoked(database, jti)` is false.
    //   3. Find the person with `findPersonById(database, subject)`.
    //   4. If any of this fails, throw `new AuthenticationError('invalid-token')`. Otherwise call
    //      `setSessionId(request, sessionId)`, and return the person.
    todo('9.2', '/chapters/09-signing-out#9-2');
    // #endregion 9.2
  };
}
