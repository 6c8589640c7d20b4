import { Problem } from '#api/problem.ts';
import type { AuthenticationFailure } from '../03-authenticator/authentication-error.ts';
import { refusal } from './refusal.ts';

/** The answer to credentials that were sent and aren't valid (RFC 6750 §3.1). */
export function authenticationFailed(
  failure: Exclude<AuthenticationFailure, 'authentication-required'>,
): Problem {
  // #region 5.2
  switch (failure) {
    // Not a 401: a client would fetch a new token and send it in the same broken header.
    case 'malformed-authorization':
      return refusal(400, failure, 'The Authorization header is malformed', {
        error: 'invalid_request',
        error_description: 'The Authorization header must contain one scheme and one token.',
      });
    case 'expired-token':
      return refusal(401, failure, 'The token has expired', {
        error: 'invalid_token',
        error_description: 'The token has expired.',
      });
    // One description for every other reason: which check failed helps only an attacker.
    case 'invalid-token':
      return refusal(401, failure, 'The token is not valid', {
        error: 'invalid_token',
        error_description: 'The token is not valid.',
      });
  }
  // #endregion 5.2
}
