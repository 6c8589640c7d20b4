import express, { type Express } from 'express';
import type { AppOptions } from '#api/app.ts';
import { jsonBody } from '#api/json-body.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { postReport } from '#api/reports.ts';
import { resource } from '#api/resource.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from './inspect-token.ts';

/** The API of chapter 0, plus an endpoint that shows what a token says. */
export function createApp({ database, clock, log }: AppOptions): Express {
  const api = express.Router();
  api.use(jsonBody);
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });
  resource(api, '/tokens/inspect', { post: inspectToken(clock) });

  const app = express().disable('x-powered-by');
  app.use('/api', api);
  app.use(notFound);
  app.use(answerProblems(log));
  return app;
}
