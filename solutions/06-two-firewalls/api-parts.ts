import express, { type RequestHandler } from 'express';
import { jsonBody } from '#api/json-body.ts';
import { resource } from '#api/resource.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { inspectToken } from '../01-jwt-basics/inspect-token.ts';
import { tokenEndpoint } from '../02-signing/token-endpoint.ts';
import { bearerAuthenticator } from '../03-authenticator/bearer-authenticator.ts';
import { guard } from '../03-authenticator/guard.ts';
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

/** Makes the parts of the API. Paths in here are relative to `/api`. */
export function apiParts(options: AppOptions): ApiParts {
  const { database, clock, keys, origins = ['http://localhost:5173'] } = options;
  const policy = tokenPolicy(keys);
  const issue = tokenEndpoint({ database, keys, clock });
  const inspect = inspectToken(clock);

  const serve = express.Router();
  serve.use(jsonBody);
  resource(serve, '/tokens', { post: issue });
  resource(serve, '/tokens/inspect', { post: inspect });
  resource(serve, '/me', { get: showMe });
  serveTrailsAndReports(serve, database, {
    post: postOwnReport(database, clock),
    beforeChange: [onlyTheAuthor(database)],
  });

  return {
    cors: allowOrigins(origins),
    issue: express.Router().post('/tokens', jsonBody, issue),
    identify: guard([bearerAuthenticator({ database, policy, clock, readToken: readBearerToken })]),
    inspect: express.Router().post('/tokens/inspect', jsonBody, inspect),
    serve,
  };
}
