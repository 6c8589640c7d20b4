import { Problem } from '#api/problem.ts';

/** The one answer to a refresh token that isn't accepted, whatever the reason. Throw it. */
export function invalidGrant(): Problem {
  return new Problem(400, {
    slug: 'invalid-grant',
    title: 'The refresh token is not valid',
    detail: 'Sign in again to get a new one.',
  });
}
