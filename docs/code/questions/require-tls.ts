import type { RequestHandler } from 'express';
import { Problem } from '#api/problem.ts';

/**
 * Refuses requests over plain HTTP. It doesn't redirect them: by the time a redirect could help, the
 * token has been sent in the clear, and with a redirect nobody would notice.
 */
export const requireTls: RequestHandler = (request, _response, next) => {
  // Express knows this from the connection, or from the proxies that `trust proxy` allows.
  if (!request.secure) throw new Problem(403, { detail: 'This API is available over TLS only.' });
  next();
};
