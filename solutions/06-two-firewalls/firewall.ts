import express, { type ErrorRequestHandler, type Router } from 'express';
import { notFound } from '#api/problem.ts';

/**
 * A part of the app with its own way to find out who you are and its own way to say no. (The word is
 * Symfony's. In Express: a router with its own authentication and its own error handler.)
 */
export interface Firewall {
  name: string;
  /** The firewall is responsible for this path and everything below it: `/api`. */
  path: string;
  /** Finds out who you are, and answers. Paths in here are relative to `path`. */
  routes: Router;
  /** Answers whatever is thrown in `routes`. */
  respond: ErrorRequestHandler;
}

/**
 * Gives each request to the first firewall whose path matches, and to no other. A request that no
 * firewall matches continues to whatever is mounted next.
 *
 * @param map the firewalls, in the order in which they are tried
 */
export function firewalls(map: Firewall[]): Router {
  // #region 6.1
  const router = express.Router();
  for (const { path, routes, respond } of map) {
    // notFound throws, so a request that `routes` didn't answer ends here, in this firewall's words.
    router.use(path, routes, notFound, respond);
  }
  return router;
  // #endregion 6.1
}
