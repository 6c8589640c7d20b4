import express, { type Express } from 'express';
import { jsonBody } from '#api/json-body.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { postReport } from '#api/reports.ts';
import { resource } from '#api/resource.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from '../01-jwt-basics/inspect-token.ts';
import type { AppOptions as SigningAppOptions } from '../02-signing/app.ts';
import { tokenEndpoint } from '../02-signing/token-endpoint.ts';
import { bearerAuthenticator } from './bearer-authenticator.ts';
import { challengeEveryone } from './challenge-everyone.ts';
import { guard } from './guard.ts';
import { lockChanges } from './lock-changes.ts';
import { logOurMistakes } from './log-our-mistakes.ts';
import { readBearerLoosely } from './read-bearer.ts';
import { showMe } from './show-me.ts';
import { tokenPolicy } from './token-policy.ts';

export interface AppOptions extends SigningAppOptions {
  /** How far ahead of ours the issuer's clock may be, in seconds: 0 unless given. */
  clockTolerance?: number;
}

/** The API that lets only a person change something. */
export function createApp({ database, clock, log, keys, clockTolerance }: AppOptions): Express {
  const issue = tokenEndpoint({ database, keys, clock });
  const inspect = inspectToken(clock);
  const policy = tokenPolicy(keys, clockTolerance);
  const bearer = bearerAuthenticator({ database, policy, clock, readToken: readBearerLoosely });

  // The order is the security: a request meets these from top to bottom.
  const api = express.Router();
  api.post('/tokens', jsonBody, issue); // open to everyone: it asks for a password itself
  api.use(guard([bearer])); // who is it? no token is fine, a bad token isn't
  api.post('/tokens/inspect', jsonBody, inspect); // open to everyone without a bad token
  api.use(lockChanges); // from here on, a change requires a person
  api.use(jsonBody);
  resource(api, '/tokens', { post: issue }); // these two again, for their OPTIONS and their 405
  resource(api, '/tokens/inspect', { post: inspect });
  resource(api, '/me', { get: showMe });
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });

  const app = express().disable('x-powered-by');
  app.use('/api', api);
  app.use(notFound);
  app.use(logOurMistakes(log));
  app.use(challengeEveryone);
  app.use(answerProblems(log));
  return app;
}
