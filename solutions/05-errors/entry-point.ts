import { Problem } from '#api/problem.ts';
import { bearerChallenge } from './bearer-challenge.ts';

/** The API's entry point: what is said to somebody who sent no credentials where they are needed. */
export function entryPoint(): Problem {
  // #region 5.1
  // A new Problem: 401, with the slug authentication-required, a title, and a detail that says where
  // tokens come from. Among its headers is WWW-Authenticate, without which a 401 is no use (RFC 9110
  // §15.5.2). bearerChallenge writes it, and says no error: whoever has not tried has done nothing
  // wrong (RFC 6750 §3.1).
  return new Problem(401, {
    slug: 'authentication-required',
    title: 'Authentication is required',
    detail: 'This needs an access token: get one at POST /api/tokens.',
    headers: { 'WWW-Authenticate': bearerChallenge() },
  });
  // #endregion 5.1
}
