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
    // #region 2.4
    // TODO 2.4 · npm run grade 2.4 · /chapters/02-signing#2-4
    // Answer a correct handle and password with a new access token.
    //   1. Pass `request.headersDistinct.authorization` to `readBasicCredentials`. It's an array of
    //      every such line; `request.headers` has only the first.
    //   2. If it returns credentials, await `checkPassword` with them.
    //   3. If the credentials or the person are missing, `throw invalidCredentials()`: one answer
    //      for every reason.
    //   4. Set `Cache-Control: no-store`, so that no cache keeps the token.
    //   5. Answer with `response.json`: `access_token` (from `signAccessToken`), `token_type`
    //      (`'Bearer'`) and `expires_in` (`LIFETIME`). Nothing else.
    // Don't print or log the credentials or the token.
    todo('2.4', '/chapters/02-signing#2-4');
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
