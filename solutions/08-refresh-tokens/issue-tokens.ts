import jwt from 'jsonwebtoken';
import type { Clock } from '#api/clock.ts';
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
  const issuedAt = Math.floor(clock() / 1000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: personId,
    client_id: CLIENT_ID,
    sid: id,
    iat: issuedAt,
    exp: issuedAt + ACCESS_LIFETIME,
    jti: crypto.randomUUID(),
  };
  const accessToken = jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
  const { token, hash } = makeRefreshToken();
  sessions.addToken(id, hash);
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: ACCESS_LIFETIME,
    refresh_token: token,
  };
  // #endregion 8.2
}
