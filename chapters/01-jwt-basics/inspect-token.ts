import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import { Problem } from '#api/problem.ts';
import { objectWanted } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
import { validate } from '#api/validate.ts';
import { decodeToken } from './decode-token.ts';
import { MalformedToken } from './malformed-token.ts';
import { readTimes } from './read-times.ts';

const schema = z.strictObject(
  { token: z.string({ error: 'A text is wanted.' }) },
  { error: objectWanted },
);

/** `POST /api/tokens/inspect`: shows what a token says. It decodes, and proves nothing. */
export function inspectToken(clock: Clock): RequestHandler {
  return (request, response) => {
    const { token } = validate(schema, request.body);
    try {
      // #region 1.4
      // TODO 1.4 · npm run grade 1.4 · /chapters/01-jwt-basics#1-4
      // Take the token apart, and read its times by the app's clock: clock() is now. What the two
      // throw becomes a 422 in the catch below: let it pass. Answer with response.json: { header,
      // claims, issuedAt, expiresAt, expired, verified }. Nothing was verified here, whatever the
      // token says. So verified is false, always: it tells whoever reads the answer not to believe
      // it.
      todo('1.4');
      // #endregion 1.4
    } catch (error) {
      throw error instanceof MalformedToken ? malformed(error) : error;
    }
  };
}

function malformed(error: MalformedToken): Problem {
  return new Problem(422, {
    slug: error.code,
    title: 'That is not a JSON Web Token',
    detail: error.message,
  });
}
