import express, { type Express } from 'express';
import { answerProblems, notFound } from '#api/problem.ts';
import { resource } from '#api/resource.ts';
import type { AppOptions as ApiOptions } from '../04-header/app.ts';
import { respondToErrors } from '../05-errors/respond-to-errors.ts';
import { apiFirewall } from './api-firewall.ts';
import { firewalls } from './firewall.ts';
import { officeFirewall } from './office-firewall.ts';
import { homePage, pageHeaders, sendPage } from './pages.ts';

export interface AppOptions extends ApiOptions {
  /** Signs the office's session cookie: 32 random bytes or more, the same after a restart. */
  sessionSecret: string;
  /** Whether browsers reach the app over TLS, through a proxy for instance. */
  tls?: boolean;
}

/** One app behind two firewalls: the API for programs, the office for rangers. */
export function createApp(options: AppOptions): Express {
  const { database, clock, log, sessionSecret, tls = false } = options;
  const app = express().disable('x-powered-by');
  app.use(
    firewalls([apiFirewall(options), officeFirewall({ database, clock, log, sessionSecret, tls })]),
  );
  // Behind no firewall: one public page, and nothing else.
  resource(app, '/', {
    get: [
      pageHeaders(tls),
      (_request, response) => sendPage(response, 200, 'Trail reports', homePage()),
    ],
  });
  app.use(notFound);
  app.use(respondToErrors(log));
  app.use(answerProblems(log)); // should a responder fail: Express itself would send the stack
  return app;
}
