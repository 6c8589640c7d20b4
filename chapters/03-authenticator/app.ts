import express, { type Express } from 'express';
import { jsonBody } from '#api/json-body.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { postReport } from '#api/reports.ts';
import { resource } from '#api/resource.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from '../01-jwt-basics/inspect-token.ts';
import type { AppOptions } from '../02-signing/app.ts';
import { tokenEndpoint } from '../02-signing/token-endpoint.ts';
import { bearerAuthenticator } from './bearer-authenticator.ts';
import { challengeEveryone } from './challenge-everyone.ts';
import { guard } from './guard.ts';
import { lockChanges } from './lock-changes.ts';
import { readBearerLoosely } from './read-bearer.ts';
import { showMe } from './show-me.ts';
import { tokenPolicy } from './token-policy.ts';

/** The API that lets only the right people in. */
export function createApp({ database, clock, log, keys }: AppOptions): Express {
  const issue = tokenEndpoint({ database, keys, clock });
  const inspect = inspectToken(clock);
  const policy = tokenPolicy(keys);
  const bearer = bearerAuthenticator({ database, policy, clock, readToken: readBearerLoosely });

  // The order is the security: a request meets these from the top down.
  const api = express.Router();
  api.post('/tokens', jsonBody, issue); // open to all: it asks for a password itself
  api.use(guard([bearer])); // who is it? a bad token is refused, no token may pass
  api.post('/tokens/inspect', jsonBody, inspect); // open to all who send no bad token
  api.use(lockChanges); // from here on, a change needs a person
  api.use(jsonBody);
  resource(api, '/tokens', { post: issue });
  resource(api, '/tokens/inspect', { post: inspect });
  resource(api, '/me', { get: showMe });
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });

  const app = express().disable('x-powered-by');
  app.use('/api', api);
  app.use(notFound);
  app.use(challengeEveryone);
  app.use(answerProblems(log));
  return app;
}
