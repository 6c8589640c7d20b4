import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { Problem } from '#api/problem.ts';
import { findFirewall } from './find-firewall.ts';

/**
 * A part of the app with a way of its own to learn who you are, and a way of its own to say that it
 * must know.
 */
export interface Firewall {
  name: string;
  /** Everything at and below this path is behind the firewall: `/api`. */
  path: string;
  /** Learns who you are, and serves. Paths in here are relative to `path`. */
  routes: Router;
  /** Answers whatever is thrown behind it: the entry point, for one who is not known and must be. */
  respond: ErrorRequestHandler;
}

/**
 * Gives each request to the first firewall that matches its path, alone. What no firewall matches
 * goes on.
 */
export function firewalls(map: Firewall[]): RequestHandler {
  const routers = new Map(map.map((firewall) => [firewall, routerOf(firewall)]));
  return (request, response, next) => {
    const found = findFirewall(map, request.path);
    const router = found && routers.get(found.firewall);
    if (!router) return next();
    // One path from here on: what the firewall matched is what its routes and its cookie see.
    const search = request.url.match(/\?.*$/s)?.[0] ?? '';
    request.url = request.originalUrl = found.path + search;
    router(request, response, next);
  };
}

function routerOf({ path, routes, respond }: Firewall): Router {
  const router = express.Router();
  router.use(path, routes);
  // Nothing behind this firewall has answered, and no other one may.
  router.use(() => {
    throw new Problem(404, { detail: 'There is nothing at this path.' });
  });
  router.use(respond);
  return router;
}
