import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { expiresAt } from './api-sessions.ts';
import { invalidGrant } from './invalid-grant.ts';
import { type IssuedTokens, type IssueOptions, issueTokens } from './issue-tokens.ts';
import { useToken } from './use-token.ts';

/** What refreshing works with. */
export interface RefreshOptions extends IssueOptions {
  database: Database;
}

/**
 * Trades a refresh token for a new pair of tokens of the same session (RFC 6749 §6).
 *
 * A token that comes a second time ends its session: two parties have it, and nobody can tell which
 * of them is the thief (RFC 9700 §4.14.2).
 *
 * @param token whatever a client sent
 * @throws Problem 400 `invalid-grant` when the token isn't accepted, whatever the reason
 */
export function refreshSession(token: string, options: RefreshOptions): IssuedTokens {
  const { database, clock, sessions } = options;
  // #region 8.4
  const now = clock();
  const use = useToken(database, token, now);
  const session = use && sessions.find(use.sessionId);
  if (!session) throw invalidGrant();
  const isOver = now >= expiresAt(session);
  if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {
    sessions.end(session.id);
    throw invalidGrant();
  }
  sessions.renew(session.id);
  return issueTokens(session, options);
  // #endregion 8.4
}
