import type { Request, RequestHandler } from 'express';
import type { OfficeCookie } from './office-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

/** The session of each request, kept like its person (chapter 3). */
const found = new WeakMap<Request<any>, Session>();

/** The session that a request belongs to; undefined when nobody is signed in. */
export function findSession(request: Request<any>): Session | undefined {
  return found.get(request);
}

/** Looks up the session of each request, by its cookie. */
export function officeSession(cookie: OfficeCookie, sessions: Sessions): RequestHandler {
  return async (request, _response, next) => {
    const id = cookie.read(request);
    const session = id === undefined ? undefined : await sessions.find(id);
    if (session) found.set(request, session);
    next();
  };
}
