import type { ErrorRequestHandler } from 'express';
import { Problem } from '#api/problem.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Answers whoever was not recognised: 401, and a challenge that says how to come back (RFC 9110
 * §11.6.1). The same for every reason; chapter 5 tells them apart.
 */
export const challengeEveryone: ErrorRequestHandler = (error, _request, _response, next) => {
  if (!(error instanceof AuthenticationError)) return next(error);
  next(
    new Problem(401, {
      slug: 'authentication-required',
      title: 'Authentication is required',
      detail: 'This needs a valid access token.',
      headers: { 'WWW-Authenticate': 'Bearer realm="cairn"' },
    }),
  );
};
