import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import { Problem } from '#api/problem.ts';
import { objectWanted, requiredOr } from '#api/reports.ts';
import { validate } from '#api/validate.ts';
import { decodeToken } from './decode-token.ts';
import { MalformedToken } from './malformed-token.ts';
import { readTimes } from './read-times.ts';

const schema = z.strictObject(
  { token: z.string({ error: requiredOr('token', 'must be a string') }) },
  { error: objectWanted },
);

/** `POST /api/tokens/inspect`: shows what a token says, without verifying it. */
export function inspectToken(clock: Clock): RequestHandler {
  return (request, response) => {
    const { token } = validate(schema, request.body);
    try {
      // #region 1.4
      const { header, claims } = decodeToken(token);
      const times = readTimes(claims, clock());
      response.json({ header, claims, ...times, verified: false });
      // #endregion 1.4
    } catch (error) {
      throw error instanceof MalformedToken ? malformed(error) : error;
    }
  };
}

function malformed(error: MalformedToken): Problem {
  return new Problem(422, {
    slug: error.code,
    title: 'This is not a JSON Web Token',
    detail: error.message,
  });
}
