import express from 'express';
import { jsonBody } from '#api/json-body.ts';
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
import { onlyTheAuthor } from '../05-errors/only-the-author.ts';
import { respondToErrors } from '../05-errors/respond-to-errors.ts';
import type { Firewall } from './firewall.ts';

/**
 * The stateless side: who you are is in the request, or nobody knows. It reads no cookie, sets none,
 * and remembers nothing from one request to the next.
 */
export function apiFirewall(options: AppOptions): Firewall {
  const { database, clock, log, keys, origins = ['http://localhost:5173'] } = options;
  const issue = tokenEndpoint({ database, keys, clock });
  const inspect = inspectToken(clock);
  const policy = tokenPolicy(keys);
  const bearer = bearerAuthenticator({ database, policy, clock, readToken: readBearerToken });
  const routes = express.Router();
  // #region 6.2
  // All of chapter 5's API (its app.ts has it), on routes instead of api: a firewall's paths start
  // behind /api already. The order is the security, once more: origins first (a preflight has no
  // token), the open doors, the guard, the lock, the rest. What needs a session has no place here.
  routes.use(allowOrigins(origins));
  routes.post('/tokens', jsonBody, issue);
  routes.use(guard([bearer]));
  routes.post('/tokens/inspect', jsonBody, inspect);
  routes.use(lockChanges);
  routes.use(jsonBody);
  resource(routes, '/tokens', { post: issue });
  resource(routes, '/tokens/inspect', { post: inspect });
  resource(routes, '/me', { get: showMe });
  serveTrailsAndReports(routes, database, {
    post: postOwnReport(database, clock),
    beforeChange: [onlyTheAuthor(database)],
  });
  // The firewall: its name, the path it answers for (/api), its routes, and how it responds to
  // errors: as in chapter 5.
  return { name: 'api', path: '/api', routes, respond: respondToErrors(log) };
  // #endregion 6.2
}
