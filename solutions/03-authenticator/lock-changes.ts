import type { RequestHandler } from 'express';
import { requirePerson } from './person.ts';

/**
 * Locks everything behind it that changes something. Mounted before the routes, it also locks those
 * that somebody adds next year.
 */
export const lockChanges: RequestHandler = (request, _response, next) => {
  // #region 3.5
  // Name the methods that only look, GET, HEAD and OPTIONS (RFC 9110 §9.2.1), and lock all the
  // others: a list of the dangerous ones would forget one.
  const looksOnly = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  // requirePerson throws when nobody has been recognised.
  if (!looksOnly) requirePerson(request);
  next();
  // #endregion 3.5
};
