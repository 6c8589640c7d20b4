import express, { type Express } from 'express';
import { jsonBody } from '#api/json-body.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { resource } from '#api/resource.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from '../01-jwt-basics/inspect-token.ts';
import { tokenEndpoint } from '../02-signing/token-endpoint.ts';
import { bearerAuthenticator } from '../03-authenticator/bearer-authenticator.ts';
import { guard } from '../03-authenticator/guard.ts';
import { lockChanges } from '../03-authenticator/lock-changes.ts';
import { showMe } from '../03-authenticator/show-me.ts';
import { tokenPolicy } from '../03-authenticator/token-policy.ts';
import { allowOrigins } from '../04-header/allow-origins.ts';
import type { AppOptions } from '../04-header/app.ts';
import { postOwnReport } from '../04-header/post-own-report.ts';
import { readBearerToken } from '../04-header/read-bearer.ts';
import { onlyTheAuthor } from './only-the-author.ts';
import { respondToErrors } from './respond-to-errors.ts';

/** The API whose refusals a client can act on. */
export function createApp(options: AppOptions): Express {
  const { database, clock, log, keys, origins = ['http://localhost:5173'] } = options;
  const issue = tokenEndpoint({ database, keys, clock });
  const inspect = inspectToken(clock);
  const policy = tokenPolicy(keys);
  const bearer = bearerAuthenticator({ database, policy, clock, readToken: readBearerToken });

  const api = express.Router();
  api.use(allowOrigins(origins));
  api.post('/tokens', jsonBody, issue);
  api.use(guard([bearer]));
  api.post('/tokens/inspect', jsonBody, inspect);
  api.use(lockChanges);
  api.use(jsonBody);
  resource(api, '/tokens', { post: issue });
  resource(api, '/tokens/inspect', { post: inspect });
  resource(api, '/me', { get: showMe });
  serveTrailsAndReports(api, database, {
    post: postOwnReport(database, clock),
    beforeChange: [onlyTheAuthor(database)],
  });

  const app = express().disable('x-powered-by');
  app.use('/api', api);
  app.use(notFound);
  app.use(respondToErrors(log));
  app.use(answerProblems(log)); // if the responder itself throws: Express would send the stack
  return app;
}
