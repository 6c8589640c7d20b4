import { Problem } from '#api/problem.ts';
import { bearerChallenge, type BearerError } from './bearer-challenge.ts';

/** A Problem with a Bearer challenge. Its `detail` is the challenge's `error_description`. */
export function refusal(
  status: number,
  slug: string,
  title: string,
  failure: BearerError,
): Problem {
  return new Problem(status, {
    slug,
    title,
    detail: failure.error_description,
    headers: { 'WWW-Authenticate': bearerChallenge(failure) },
  });
}
