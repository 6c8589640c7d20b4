import express, { type Express } from 'express';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { jsonBody } from './json-body.ts';
import { answerProblems, type Log, notFound } from './problem.ts';
import { postReport } from './reports.ts';
import { serveTrailsAndReports } from './routes.ts';

/** What the app needs from outside. */
export interface AppOptions {
  database: Database;
  clock: Clock;
  /** Gets unexpected errors. */
  log: Log;
}

/** The API that you inherit. It works, and it trusts everyone. */
export function createApp({ database, clock, log }: AppOptions): Express {
  const api = express.Router();
  api.use(jsonBody);
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });

  const app = express().disable('x-powered-by');
  app.use('/api', api);
  app.use(notFound);
  app.use(answerProblems(log));
  return app;
}
