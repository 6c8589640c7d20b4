import express from 'express';
import { todo } from '#api/todo.ts';
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
  // TODO 6.2 · npm run grade 6.2 · /chapters/06-two-firewalls#6-2
  // Mount chapter 5's API on `routes`, in the right order, and return the firewall.
  //   1. Get the parts: `cors`, `issue`, `identify`, `inspect` and `serve` from
  //      `apiParts(options)`. `lockChanges` is chapter 3's.
  //   2. Mount all six with `routes.use`. A preflight has no credentials. `issue` asks for a
  //      password itself. `inspect` is open, but not to a bad token. A change without a person must
  //      not get as far as `serve`.
  //   3. Return `{ name, path, routes, respond }`: the name is `api`, the path `/api`, and
  //      `respondToErrors(log)` is chapter 5's error handler.
  todo('6.2', '/chapters/06-two-firewalls#6-2');
  // #endregion 6.2
}
