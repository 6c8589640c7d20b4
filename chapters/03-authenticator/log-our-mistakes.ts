import type { ErrorRequestHandler } from 'express';
import type { Log } from '#api/problem.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Logs the cause of a refusal when it looks like our own bug, such as a misspelled name. The client
 * still gets a 401, but nobody has to guess why every token is refused.
 */
export function logOurMistakes(log: Log): ErrorRequestHandler {
  return (error, _request, _response, next) => {
    if (error instanceof AuthenticationError) {
      const { cause } = error;
      if (cause instanceof TypeError || cause instanceof ReferenceError) log(cause);
    }
    next(error);
  };
}
