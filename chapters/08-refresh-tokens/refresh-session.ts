import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { todo } from '#api/todo.ts';
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
  // TODO 8.4 · npm run grade 8.4 · /chapters/08-refresh-tokens#8-4
  // Return new tokens for the first use of a refresh token. End the session otherwise.
  //   1. Call `useToken(database, token, clock())`, then `sessions.find(use.sessionId)`. If either
  //      returns undefined, throw `invalidGrant()`.
  //   2. If it wasn't the first use, end the session with `sessions.end(session.id)`, and throw
  //      `invalidGrant()`. Do the same when the clock has reached `expiresAt(session)`, and when
  //      `findPersonById(database, session.personId)` finds nobody.
  //   3. Otherwise call `sessions.renew(session.id)`, and return `issueTokens(session, options)`.
  todo('8.4', '/chapters/08-refresh-tokens#8-4');
  // #endregion 8.4
}
