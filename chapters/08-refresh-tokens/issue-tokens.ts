import jwt from 'jsonwebtoken';
import type { Clock } from '#api/clock.ts';
import { todo } from '#api/todo.ts';
import type { KeyPair } from '../02-signing/key-pair.ts';
import { ALGORITHM, AUDIENCE, CLIENT_ID, ISSUER, TOKEN_TYPE } from '../02-signing/token-profile.ts';
import type { ApiSession, ApiSessions } from './api-sessions.ts';
import { makeRefreshToken } from './refresh-token.ts';
import { ACCESS_LIFETIME } from './session-policy.ts';

/** What issuing tokens works with. */
export interface IssueOptions {
  keys: KeyPair;
  clock: Clock;
  sessions: ApiSessions;
}

/** The answer to a password, and to a refresh token (RFC 6749 §5.1). */
export interface IssuedTokens {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

/** Issues an access token and a refresh token for a session. */
export function issueTokens(
  { id, personId }: ApiSession,
  { keys, clock, sessions }: IssueOptions,
): IssuedTokens {
  // #region 8.2
  // TODO 8.2 · npm run grade 8.2 · /chapters/08-refresh-tokens#8-2
  // Sign an access token for the session, add a refresh token to the session, and return both.
  //   1. Sign an access token as in 2.1, with `jwt.sign` and chapter 2's constants. Its `sub` is
  //      `personId`.
  //   2. It has one more claim, `sid`: the session's `id`. It lives `ACCESS_LIFETIME` seconds.
  //   3. Make a refresh token with `makeRefreshToken()`, and call `sessions.addToken(id, hash)`.
  //   4. Return `access_token`, `token_type` (`'Bearer'`), `expires_in` (in seconds) and
  //      `refresh_token`.
  // The database must never see the refresh token, only its hash.
  todo('8.2', '/chapters/08-refresh-tokens#8-2');
  // #endregion 8.2
}
