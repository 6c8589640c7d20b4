import { Problem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import type { AuthenticationFailure } from '../03-authenticator/authentication-error.ts';
import { refusal } from './refusal.ts';

/** The answer to credentials that were sent and aren't valid (RFC 6750 §3.1). */
export function authenticationFailed(
  failure: Exclude<AuthenticationFailure, 'authentication-required'>,
): Problem {
  // #region 5.2
  // TODO 5.2 · npm run grade 5.2 · /chapters/05-errors#5-2
  // Return the answer to credentials that aren't valid, depending on `failure`. Build each with
  // `refusal(status, slug, title, { error, error_description })`; the slug is `failure` itself.
  //   1. `malformed-authorization`: 400, error `invalid_request`.
  //   2. `expired-token`: 401, error `invalid_token`, and the description `The token has expired.`
  //   3. `invalid-token`: 401, error `invalid_token`, and one description for every other bad
  //      token. It names no check that failed, and doesn't mention expiry.
  // A description is plain ASCII without `"` and `\` (RFC 6750 §3).
  todo('5.2', '/chapters/05-errors#5-2');
  // #endregion 5.2
}
