import type { ErrorRequestHandler } from 'express';
import { Problem } from '#api/problem.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Answers every AuthenticationError with 401 and a challenge: a header that says which credentials
 * the API takes (RFC 9110 §11.6.1). Chapter 5 tells the reasons apart.
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
