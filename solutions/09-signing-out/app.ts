import type { Express } from 'express';
import { readBearerToken } from '../04-header/read-bearer.ts';
import { apiSessions } from '../08-refresh-tokens/api-sessions.ts';
import { type AppOptions, createApp as createRefreshingApp } from '../08-refresh-tokens/app.ts';
import { sessionPolicy } from '../08-refresh-tokens/session-policy.ts';
import { liveSessionAuthenticator } from './live-session-authenticator.ts';
import { mySessions } from './my-sessions.ts';
import { passwordChangeEndpoint } from './password-change-endpoint.ts';
import { createPasswordChanges } from './password-changes.ts';
import { revokeEndpoint } from './revoke-endpoint.ts';
import { createRevokedTokens } from './revoked-tokens.ts';
import { signInEndpoint } from './sign-in-endpoint.ts';
import { officeSignInStore } from './sign-in-stores.ts';

export type { AppOptions };

/** Chapter 8's app, in which a session can be ended and a token revoked. */
export function createApp(options: AppOptions): Express {
  const { database, clock, keys } = options;
  createRevokedTokens(database);
  createPasswordChanges(database);
  const policy = sessionPolicy(keys);
  const sessions = apiSessions(database, clock);
  const { list, end, endAll } = mySessions({ database, clock, sessions });

  return createRefreshingApp({
    ...options,
    authenticator: liveSessionAuthenticator({
      database,
      clock,
      policy,
      sessions,
      readToken: readBearerToken,
    }),
    open: {
      '/tokens': signInEndpoint({ database, clock, keys, sessions }),
      '/tokens/revoke': revokeEndpoint({ database, clock, policy }),
    },
    paths: {
      '/me/sessions': { get: list, delete: endAll },
      '/me/sessions/:id': { delete: end },
      '/me/password': { put: passwordChangeEndpoint(database) },
    },
    signInStore: (office) => officeSignInStore(database, office),
  });
}
