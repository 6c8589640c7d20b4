import type { RequestHandler } from 'express';
import { passwordEndpoint } from '../08-refresh-tokens/password-endpoint.ts';
import type { RefreshOptions } from '../08-refresh-tokens/refresh-session.ts';
import { apiSignInStore } from './sign-in-stores.ts';

/** `POST /api/tokens`, as in chapter 8. A password that is changed meanwhile counts as wrong. */
export function signInEndpoint(options: RefreshOptions): RequestHandler {
  return (request, response, next) => {
    const sessions = apiSignInStore(options.database, options.sessions);
    return passwordEndpoint({ ...options, sessions })(request, response, next);
  };
}
