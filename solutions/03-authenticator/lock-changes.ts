import type { RequestHandler } from 'express';
import { requirePerson } from './person.ts';

/**
 * Requires a person for every request that may change something. Mounted before the routes, it also
 * locks the routes that are added next year.
 */
export const lockChanges: RequestHandler = (request, _response, next) => {
  // #region 3.6
  // A list of the unsafe methods would be complete only on the day it is written.
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  if (!isSafe) requirePerson(request);
  next();
  // #endregion 3.6
};
