import express, { type RequestHandler } from 'express';
import { jsonBody } from '#api/json-body.ts';
import { hasBody } from '#api/problem.ts';
import { type Methods, resource } from '#api/resource.ts';
import { type ReportRules, serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from '../01-jwt-basics/inspect-token.ts';
import { tokenEndpoint } from '../02-signing/token-endpoint.ts';
import { bearerAuthenticator } from '../03-authenticator/bearer-authenticator.ts';
import { type Authenticator, guard } from '../03-authenticator/guard.ts';
import { showMe } from '../03-authenticator/show-me.ts';
import { tokenPolicy } from '../03-authenticator/token-policy.ts';
import type { AppOptions } from '../04-header/app.ts';
import { allowOrigins } from '../04-header/allow-origins.ts';
import { postOwnReport } from '../04-header/post-own-report.ts';
import { readBearerToken } from '../04-header/read-bearer.ts';
import { onlyTheAuthor } from '../05-errors/only-the-author.ts';

/** Chapter 5's API, in parts. Each is middleware; you decide their order. */
export interface ApiParts {
  /** CORS: lets the pages of our origins call the API. Answers preflights. */
  cors: RequestHandler;
  /** `POST /tokens`: a token for a password. */
  issue: RequestHandler;
  /** Finds out who sends the request, by the Bearer token. Throws when the token is bad. */
  identify: RequestHandler;
  /** `POST /tokens/inspect`: what is in a token, without credentials. */
  inspect: RequestHandler;
  /** Reads the body, and serves all the paths: `/me`, trails, reports, and 405 where it is due. */
  serve: RequestHandler;
}

/** What an API may have in place of chapter 5's, and besides it. Paths are relative to `/api`. */
export interface ApiOptions extends AppOptions {
  /** How a report is posted, and what runs before one is changed or deleted. */
  rules?: ReportRules;
  /** Recognizes a person by their Bearer token. */
  authenticator?: Authenticator;
  /** Handlers of `POST`, by path. They are open to everyone: they check credentials themselves. */
  open?: Record<string, RequestHandler>;
  /** More paths with their methods, served to whoever gets past the lock. */
  paths?: Record<string, Methods>;
}

/** Makes the parts of the API. Paths in here are relative to `/api`. */
export function apiParts(options: ApiOptions): ApiParts {
  const { database, clock, keys, origins = ['http://localhost:5173'] } = options;
  const open = { '/tokens': tokenEndpoint({ database, keys, clock }), ...options.open };
  const inspect = inspectToken(clock);
  const { authenticator = authenticatorOf(options), rules = rulesOf(options) } = options;

  const identify = guard([authenticator]);
  const issue = express.Router();
  const serve = express.Router();
  serve.use(jsonBody, ifBody(identify)); // again: while a slow body arrived, the person may have left
  for (const [path, post] of Object.entries(open)) {
    issue.post(path, jsonBody, post);
    resource(serve, path, { post });
  }
  resource(serve, '/tokens/inspect', { post: inspect });
  resource(serve, '/me', { get: showMe });
  for (const [path, methods] of Object.entries(options.paths ?? {})) resource(serve, path, methods);
  serveTrailsAndReports(serve, database, rules);

  return {
    cors: allowOrigins(origins),
    issue,
    identify,
    inspect: express.Router().post('/tokens/inspect', jsonBody, inspect),
    serve,
  };
}

/** Runs a handler for the requests that have a body. */
function ifBody(handler: RequestHandler): RequestHandler {
  return (request, response, next) =>
    hasBody(request) ? handler(request, response, next) : next();
}

function authenticatorOf({ database, keys, clock }: AppOptions): Authenticator {
  const policy = tokenPolicy(keys);
  return bearerAuthenticator({ database, policy, clock, readToken: readBearerToken });
}

function rulesOf({ database, clock }: AppOptions): ReportRules {
  return { post: postOwnReport(database, clock), beforeChange: [onlyTheAuthor(database)] };
}
