import type { ErrorRequestHandler } from 'express';
import { type Log, Problem, sendProblem, toProblem } from '#api/problem.ts';
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
  if (error instanceof AuthenticationError) {
    // No token can cause these: the client gets its 401, and we get to hear of our bug.
    const { cause } = error;
    if (cause instanceof TypeError || cause instanceof ReferenceError) log(cause);
    if (error.code === 'authentication-required') return entryPoint();
    return authenticationFailed(error.code);
  }
  // No challenge: a new token would be for the same person.
  if (error instanceof AccessDeniedError) {
    return new Problem(403, {
      slug: error.code,
      title: 'That is not allowed',
      detail: 'You are signed in, but you may not do this.',
    });
  }
  return toProblem(error, log);
  // #endregion 5.4
}
