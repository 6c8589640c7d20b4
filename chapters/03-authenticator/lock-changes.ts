import type { RequestHandler } from 'express';
import { todo } from '#api/todo.ts';
import { requirePerson } from './person.ts';

/**
 * Requires a person for every request that may change something. Mounted before the routes, it also
 * locks the routes that are added next year.
 */
export const lockChanges: RequestHandler = (request, _response, next) => {
  // #region 3.6
  // TODO 3.6 · npm run grade 3.6 · /chapters/03-authenticator#3-6
  // Require a person for every request that may change something.
  //   1. GET, HEAD and OPTIONS are safe methods (RFC 9110 §9.2.1). For these, call `next()`.
  //   2. For every other method, known or not, call `requirePerson(request)`, then `next()`.
  //      `requirePerson` throws when nobody was recognized; let it.
  // Look at `request.method` only: not at the path, and not at any header.
  todo('3.6', '/chapters/03-authenticator#3-6');
  // #endregion 3.6
};
