import { Problem } from '#api/problem.ts';
import { bearerChallenge, type BearerError } from './bearer-challenge.ts';

/** A Problem with the Bearer challenge that goes with it. Both tell the same. */
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
