import cors, { type CorsOptions } from 'cors';
import type { RequestHandler } from 'express';

/**
 * Lets pages from a list of origins call the API from a browser (CORS, part of the Fetch standard).
 *
 * CORS isn't authentication: a program needs no permission, and a page still needs a token. It
 * tells browsers which pages may send requests to the API and read the responses.
 *
 * @param origins as browsers send them: `http://localhost:5173`, without a path or a final slash
 */
export function allowOrigins(origins: string[]): RequestHandler {
  const allow = cors((request, decide) => {
    decide(null, optionsFor(request.headers.origin ?? '', origins));
  });
  return (request, response, next) => {
    // The response depends on the request's Origin, even if the answer is no. Caches must know.
    response.vary('Origin');
    // Without an Origin header it isn't a page of another origin: there is nothing to allow.
    if (request.headers.origin === undefined) return next();
    allow(request, response, next);
  };
}

/**
 * What the `cors` package does for one request: answers its preflight with 204, and adds the
 * `Access-Control-` headers that these options ask for.
 *
 * @returns `{ origin: false }` for a page that may not call the API: then `cors` adds nothing
 */
function optionsFor(origin: string, origins: readonly string[]): CorsOptions {
  // #region 4.4
  if (!origins.includes(origin)) return { origin: false };
  return {
    origin,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type'],
    exposedHeaders: ['Location', 'WWW-Authenticate'],
  };
  // #endregion 4.4
}
