import { Problem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import type { AuthenticationFailure } from '../03-authenticator/authentication-error.ts';
import { refusal } from './refusal.ts';

/** What is said to somebody whose credentials do not hold, for each reason they may learn. */
export function authenticationFailed(
  failure: Exclude<AuthenticationFailure, 'authentication-required'>,
): Problem {
  // #region 5.2
  // TODO 5.2 · npm run grade 5.2 · /chapters/05-errors#5-2
  // refusal makes a Problem and its challenge. The slug is the failure's own name; the error is one
  // of RFC 6750 §3.1, and its error_description plain ASCII without quotes. A header that breaks
  // the rules is a bad request: 400, and error invalid_request. A token that has run out: 401,
  // error invalid_token, and to the letter "The token has expired." A program that reads
  // expired-token gets a new one, and nobody is asked for a password. Any other token: 401, error
  // invalid_token, and one text for all of them. Which check it failed is of use to nobody but a
  // forger.
  todo('5.2');
  // #endregion 5.2
}
