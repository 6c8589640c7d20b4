import { Problem } from '#api/problem.ts';
import { bearerChallenge } from './bearer-challenge.ts';

/** The API's entry point: the answer to a request that needs a person and sent no credentials. */
export function entryPoint(): Problem {
  // #region 5.1
  return new Problem(401, {
    slug: 'authentication-required',
    title: 'Authentication is required',
    detail: 'This needs an access token: get one at POST /api/tokens.',
    headers: { 'WWW-Authenticate': bearerChallenge() },
  });
  // #endregion 5.1
}
