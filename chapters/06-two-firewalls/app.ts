import express, { type Express } from 'express';
import { answerProblems, notFound } from '#api/problem.ts';
import { resource } from '#api/resource.ts';
import { respondToErrors } from '../05-errors/respond-to-errors.ts';
import { apiFirewall } from './api-firewall.ts';
import type { ApiOptions } from './api-parts.ts';
import { firewalls } from './firewall.ts';
import { officeFirewall } from './office-firewall.ts';
import { homePage, pageHeaders, sendPage } from './pages.ts';

export interface AppOptions extends ApiOptions {
  /** Signs the office's cookie: 32 random bytes or more, the same after a restart. */
  sessionSecret: string;
  /** Whether browsers reach the app over TLS. */
  tls?: boolean;
  /** How many proxies stand in front of the app. Their `X-Forwarded-…` headers are believed. */
  trustProxy?: number;
}

/** One app with two firewalls: the API for programs, the office for rangers. */
export function createApp(options: AppOptions): Express {
  const { database, clock, log, sessionSecret, tls = false, trustProxy = 0 } = options;
  const app = express().disable('x-powered-by').set('trust proxy', trustProxy);
  app.use(
    firewalls([apiFirewall(options), officeFirewall({ database, clock, log, sessionSecret, tls })]),
  );
  // Outside both firewalls: one public page, and nothing else.
  resource(app, '/', {
    get: [
      pageHeaders(tls),
      (_request, response) => sendPage(response, 200, 'Trail reports', homePage()),
    ],
  });
  app.use(notFound);
  app.use(respondToErrors(log));
  app.use(answerProblems(log)); // if an error handler fails itself: Express would send the stack
  return app;
}
