import type { Express } from 'express';
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
  const policy = sessionPolicy(keys);
  const tokens = { database, clock, keys, sessions: apiSessions(database, clock) };
  return createAuthorizingApp({
    ...options,
    authenticator: sessionTokenAuthenticator({
      database,
      clock,
      policy,
      readToken: readBearerToken,
    }),
    open: { '/tokens': passwordEndpoint(tokens), '/tokens/refresh': refreshEndpoint(tokens) },
  });
}
