import express, { type Express } from 'express';
import type { AppOptions as OpenAppOptions } from '#api/app.ts';
import { jsonBody } from '#api/json-body.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { postReport } from '#api/reports.ts';
import { resource } from '#api/resource.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from '../01-jwt-basics/inspect-token.ts';
import type { KeyPair } from './key-pair.ts';
import { sampleToken } from './sample-token.ts';
import { tokenEndpoint } from './token-endpoint.ts';

export interface AppOptions extends OpenAppOptions {
  /** What tokens are signed with. */
  keys: KeyPair;
}

/** The open API. It now issues tokens, but doesn't ask for them yet. */
export function createApp({ database, clock, log, keys }: AppOptions): Express {
  const api = express.Router();
  api.use(jsonBody);
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });
  resource(api, '/tokens', { post: tokenEndpoint({ database, keys, clock }) });
  resource(api, '/tokens/inspect', { post: inspectToken(clock) });
  resource(api, '/tokens/sample', { get: sampleToken(clock) });

  const app = express().disable('x-powered-by');
  app.use('/api', api);
  app.use(notFound);
  app.use(answerProblems(log));
  return app;
}
