import type { Express } from 'express';
import type { Authenticator } from '../03-authenticator/guard.ts';
import { readBearerToken } from '../04-header/read-bearer.ts';
import { type AppOptions, createApp as createAuthorizingApp } from '../07-authorization/app.ts';
import { apiSessions } from './api-sessions.ts';
import { passwordEndpoint } from './password-endpoint.ts';
import { refreshEndpoint } from './refresh-endpoint.ts';
import { sessionPolicy } from './session-policy.ts';
import { sessionTokenAuthenticator } from './session-token-authenticator.ts';

export type { AppOptions };

/** Chapter 7's app, with short access tokens, and refresh tokens to get new ones. */
export function createApp(options: AppOptions): Express {
  const { database, clock, keys } = options;
  const tokens = { database, clock, keys, sessions: apiSessions(database, clock) };
  const open = {
    '/tokens': passwordEndpoint(tokens),
    '/tokens/refresh': refreshEndpoint(tokens),
    ...options.open,
  };
  const authenticator = options.authenticator ?? authenticatorOf(options);
  return createAuthorizingApp({ ...options, authenticator, open });
}

function authenticatorOf({ database, clock, keys }: AppOptions): Authenticator {
  const policy = sessionPolicy(keys);
  return sessionTokenAuthenticator({ database, clock, policy, readToken: readBearerToken });
}
