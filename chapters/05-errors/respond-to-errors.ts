import type { ErrorRequestHandler } from 'express';
import { type Log, Problem, sendProblem, toProblem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import { AccessDeniedError } from './access-denied-error.ts';
import { authenticationFailed } from './authentication-failed.ts';
import { entryPoint } from './entry-point.ts';

/** The one place where an error becomes an answer. Mounted after all routes. */
export function respondToErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // The answer has begun, and its status is sent. Express closes the connection.
    if (response.headersSent) return next(error);
    // The handler may have allowed caches to keep the answer that it didn't get to.
    response.set('Cache-Control', 'no-store');
    sendProblem(response, problemFor(error, log));
  };
}

/** What the client is told about an error, whatever was thrown. */
function problemFor(error: unknown, log: Log): Problem {
  // #region 5.4
  // TODO 5.4 · npm run grade 5.4 · /chapters/05-errors#5-4
  // Return the `Problem` that tells the client about `error`, whatever was thrown.
  //   1. For an `AuthenticationError` with the code `authentication-required` return
  //      `entryPoint()`, with any other code `authenticationFailed(error.code)`. If it has a
  //      `cause`, something on our side broke: pass the error to `log`, too.
  //   2. For an `AccessDeniedError` return a new `Problem`: 403, slug `forbidden`, a title, a
  //      detail, and no challenge, since another token wouldn't help.
  //   3. For anything else return `toProblem(error, log)`: it logs what isn't the client's mistake.
  // Use `instanceof` before you read a property, and put no error's own message into an answer.
  todo('5.4', '/chapters/05-errors#5-4');
  // #endregion 5.4
}
