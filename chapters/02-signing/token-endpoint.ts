import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { Problem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import { checkPassword } from './check-password.ts';
import type { KeyPair } from './key-pair.ts';
import { readBasicCredentials } from './read-basic.ts';
import { signAccessToken } from './sign-token.ts';
import { LIFETIME } from './token-profile.ts';

/** What the token endpoint works with. */
export interface TokenEndpointOptions {
  database: Database;
  keys: KeyPair;
  clock: Clock;
}

/** `POST /api/tokens`: trades a handle and a password for an access token. */
export function tokenEndpoint({ database, keys, clock }: TokenEndpointOptions): RequestHandler {
  return async (request, response) => {
    // #region 2.5
    // TODO 2.5 · npm run grade 2.5 · /chapters/02-signing#2-5
    // Read the credentials from request.headersDistinct.authorization, which has every such line
    // (request.headers has the first alone), and check the password. Whatever is wrong with them,
    // throw invalidCredentials(): one answer for every reason. No cache may keep a token:
    // Cache-Control: no-store (RFC 6749 §5.1). Answer with access_token, token_type "Bearer", and
    // expires_in, LIFETIME, in seconds.
    todo('2.5', '/chapters/02-signing#2-5');
    // #endregion 2.5
  };
}

/** The one answer to credentials that are missing, malformed or wrong. */
function invalidCredentials(): Problem {
  return new Problem(401, {
    slug: 'invalid-credentials',
    title: 'The credentials are not valid',
    detail: 'The handle or the password is wrong.',
    headers: { 'WWW-Authenticate': 'Basic realm="cairn", charset="UTF-8"' },
  });
}
