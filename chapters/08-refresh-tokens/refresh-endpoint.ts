import type { RequestHandler } from 'express';
import { z } from 'zod';
import { objectWanted, requiredOr } from '#api/reports.ts';
import { validate } from '#api/validate.ts';
import { type RefreshOptions, refreshSession } from './refresh-session.ts';

const schema = z.strictObject(
  { refresh_token: z.string({ error: requiredOr('refresh_token', 'must be a string') }) },
  { error: objectWanted },
);

/** `POST /api/tokens/refresh`: trades a refresh token for a new pair of tokens. */
export function refreshEndpoint(options: RefreshOptions): RequestHandler {
  return async (request, response) => {
    const { refresh_token: token } = validate(schema, request.body);
    const tokens = await refreshSession(token, options);
    response.set('Cache-Control', 'no-store').json(tokens);
  };
}
