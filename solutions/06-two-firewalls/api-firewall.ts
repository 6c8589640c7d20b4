import express from 'express';
import { lockChanges } from '../03-authenticator/lock-changes.ts';
import { respondToErrors } from '../05-errors/respond-to-errors.ts';
import { type ApiOptions, apiParts } from './api-parts.ts';
import type { Firewall } from './firewall.ts';

/**
 * The stateless side. Who you are is in the request or nowhere: it reads no cookie, sets none, and
 * remembers nothing from one request to the next.
 */
export function apiFirewall(options: ApiOptions): Firewall {
  const { log } = options;
  const routes = express.Router();
  // #region 6.2
  const { cors, issue, identify, inspect, serve } = apiParts(options);
  routes.use(
    cors, // a preflight has no token, so it must be answered before anyone asks for one
    issue, // asks for a password, and Basic isn't Bearer
    identify,
    inspect, // open to everyone, but not to a bad token
    lockChanges,
    serve, // reads bodies: an unauthenticated client gets here only to look
  );
  return { name: 'api', path: '/api', routes, respond: respondToErrors(log) };
  // #endregion 6.2
}
