import type { RequestHandler } from 'express';
import { z } from 'zod';
import { objectWanted, requiredOr } from '#api/reports.ts';
import { validate } from '#api/validate.ts';
import { type RevokeOptions, revokeToken } from './revoke-token.ts';

const schema = z.strictObject(
  { token: z.string({ error: requiredOr('token', 'must be a string') }) },
  { error: objectWanted },
);

/** `POST /api/tokens/revoke`: the same answer to every string (RFC 7009 §2.2). */
export function revokeEndpoint(options: RevokeOptions): RequestHandler {
  return async (request, response) => {
    const { token } = validate(schema, request.body);
    await revokeToken(token, options);
    response.set('Cache-Control', 'no-store').json({});
  };
}
