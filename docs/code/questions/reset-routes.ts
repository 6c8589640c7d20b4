import express, { type Router } from 'express';
import { z } from 'zod';
import { jsonBody } from '#api/json-body.ts';
import { Problem } from '#api/problem.ts';
import { validate } from '#api/validate.ts';
import type { passwordResets } from './password-resets.ts';

const password = z.string().refine((text) => {
  const { length } = [...text]; // code points, so that an emoji counts once
  return length >= 15 && length <= 128;
}, 'must have 15 to 128 characters');

const asked = z.strictObject({ handle: z.string() });
const redeemed = z.strictObject({ token: z.string(), password });

/** `POST /password-resets` asks for a token, `POST /password-resets/redeem` uses it. */
export function resetRoutes(resets: ReturnType<typeof passwordResets>): Router {
  const routes = express.Router();
  routes.use(jsonBody);
  routes.post('/password-resets', (request, response) => {
    resets.request(validate(asked, request.body).handle);
    response.status(202).json({ message: 'If the handle is right, a mail is on its way.' });
  });
  routes.post('/password-resets/redeem', async (request, response) => {
    const { token, password } = validate(redeemed, request.body);
    const isDone = await resets.redeem(token, password);
    if (!isDone) throw new Problem(400, { detail: 'This link has been used or has expired.' });
    response.sendStatus(204); // and not a token: signing in is another request
  });
  return routes;
}
