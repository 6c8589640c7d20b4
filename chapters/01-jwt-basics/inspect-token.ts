import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import { Problem } from '#api/problem.ts';
import { objectWanted, requiredOr } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
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
      // TODO 1.4 · npm run grade 1.4 · /chapters/01-jwt-basics#1-4
      // Answer with what the token says.
      //   1. Take the token apart with `decodeToken`.
      //   2. Read its times with `readTimes`. The current time is `clock()`, in milliseconds.
      //   3. Answer with `response.json(…)` and these six properties: `header`, `claims`,
      //      `issuedAt`, `expiresAt`, `expired`, and `verified`, which is always `false`: nothing
      //      here has checked the signature.
      // Don't catch errors here. The `catch` below turns a `MalformedToken` into a 422.
      todo('1.4', '/chapters/01-jwt-basics#1-4');
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
