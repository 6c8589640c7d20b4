import { findPersonById } from '#api/people.ts';
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
    const { jti } = claims;
    const session = sessions.find(sessionId);
    const isLive = session?.personId === subject && now < expiresAt(session);
    // A token without a jti couldn't be revoked.
    const isGood = isLive && typeof jti === 'string' && !isRevoked(database, jti);
    const person = isGood ? findPersonById(database, subject) : undefined;
    if (!person) throw new AuthenticationError('invalid-token');
    setSessionId(request, sessionId);
    return person;
    // #endregion 9.2
  };
}
