import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { Problem } from '#api/problem.ts';
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
    // #region 2.4
    const credentials = readBasicCredentials(request.headersDistinct.authorization);
    const person = credentials && (await checkPassword(database, credentials));
    if (!person) throw invalidCredentials();
    response.set('Cache-Control', 'no-store');
    response.json({
      access_token: signAccessToken(person, keys, clock),
      token_type: 'Bearer',
      expires_in: LIFETIME,
    });
    // #endregion 2.4
  };
}

/** The one answer to credentials that are missing, malformed or wrong. Throw it. */
export function invalidCredentials(): Problem {
  return new Problem(401, {
    slug: 'invalid-credentials',
    title: 'The credentials are not valid',
    detail: 'The handle or the password is wrong.',
    headers: { 'WWW-Authenticate': 'Basic realm="cairn", charset="UTF-8"' },
  });
}
