import type { Request, RequestHandler } from 'express';
import { todo } from '#api/todo.ts';
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
    // TODO 6.4 · npm run grade 6.4 · /chapters/06-two-firewalls#6-4
    // Refuse a form that another site's page made the browser send.
    //   1. If the method is GET, HEAD or OPTIONS, call `next()` and stop.
    //   2. If there is a `Sec-Fetch-Site` header, it must be exactly `same-origin` or `none`.
    //      `Origin` doesn't matter then.
    //   3. If that is missing but `Origin` is there, `Origin` must be exactly `ownOrigin(request,
    //      tls)` (below).
    //   4. If both are missing, the client isn't a browser of today: let it through.
    // Throw `new ForgedFormError()` to refuse. Otherwise call `next()` once.
    todo('6.4', '/chapters/06-two-firewalls#6-4');
    // #endregion 6.4
  };
}

/** The app's own origin, as a browser writes it: `http://127.0.0.1:3000`. */
function ownOrigin({ host, protocol }: Request, tls: boolean): string {
  // Express reads both from the proxy's headers, if the app trusts one (`trust proxy`).
  return `${tls ? 'https' : protocol}://${host}`;
}
