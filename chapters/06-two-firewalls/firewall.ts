import express, { type ErrorRequestHandler, type Router } from 'express';
import { notFound } from '#api/problem.ts';
import { todo } from '#api/todo.ts';

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
  // TODO 6.1 · npm run grade 6.1 · /chapters/06-two-firewalls#6-1
  // Mount each firewall so that it has its requests to itself, and return the router.
  //   1. Make a router with `express.Router()`.
  //   2. For each firewall, in the map's order, mount at `firewall.path`: its `routes`, then
  //      `notFound`, then its `respond`.
  //   3. Return the router.
  // `notFound` throws a 404 when `routes` hasn't answered. Let Express match the paths: don't
  // compare strings.
  todo('6.1', '/chapters/06-two-firewalls#6-1');
  // #endregion 6.1
}
