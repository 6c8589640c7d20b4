import type { Request, RequestHandler } from 'express';
import { ForgedFormError } from './forged-form-error.ts';

/**
 * Refuses what another site's page makes a browser send. A request that can't change anything is let
 * through; so is a client that says nothing about where a request comes from, as curl does.
 *
 * @param tls whether browsers reach the app over TLS
 */
export function requireSameOrigin(tls: boolean): RequestHandler {
  return (request, _response, next) => {
    // #region 6.4
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return next();
    const { origin, 'sec-fetch-site': site } = request.headers;
    const isOurs =
      site === undefined
        ? origin === undefined || origin === ownOrigin(request, tls)
        : site === 'same-origin' || site === 'none';
    if (!isOurs) throw new ForgedFormError();
    next();
    // #endregion 6.4
  };
}

/** The app's own origin, as a browser writes it: `http://127.0.0.1:3000`. */
function ownOrigin({ host, protocol }: Request, tls: boolean): string {
  // Express reads both from the proxy's headers, if the app trusts one (`trust proxy`).
  return `${tls ? 'https' : protocol}://${host}`;
}
