import type { Request, RequestHandler, Response } from 'express';
import { ForgedFormError } from './forged-form-error.ts';
import { isMac, macOf } from './mac.ts';
import type { OfficeCookie } from './office-cookie.ts';
import { findSession } from './office-session.ts';
import { newSessionId } from './sessions.ts';

/** The token in each form (`_csrf`). A page on another origin can't read our form, so it can't know it. */
export interface FormTokens {
  /** The token for the forms of a signed-in page. */
  forSession: (request: Request) => string;
  /** The token for the login form. A browser without a cookie gets one for it. */
  forLogin: (request: Request, response: Response) => string;
  /** Refuses a changing request without its session's token. */
  check: RequestHandler;
  /** The same for the login form, which also has a token before there is a session. */
  checkLogin: RequestHandler;
}

/**
 * Makes the tokens of the office's forms: a MAC of the id in the cookie. Nothing has to be stored for
 * a browser that only looks at the login form.
 */
export function formTokens(cookie: OfficeCookie, secret: string): FormTokens {
  const ofVisitor = (id: string) => macOf(secret, "a visitor's form", id);
  const ofSession = (request: Request) => {
    const session = findSession(request);
    return session && macOf(secret, "a session's form", session.id);
  };
  const ofLogin = (request: Request) => {
    const id = cookie.read(request);
    return ofSession(request) ?? (id === undefined ? undefined : ofVisitor(id));
  };
  return {
    forSession: (request) => ofSession(request) ?? '',
    forLogin(request, response) {
      const token = ofLogin(request);
      if (token !== undefined) return token;
      const id = newSessionId();
      cookie.send(response, id);
      return ofVisitor(id);
    },
    check: requireToken(ofSession),
    checkLogin: requireToken(ofLogin),
  };
}

function requireToken(tokenOf: (request: Request) => string | undefined): RequestHandler {
  return (request, _response, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return next();
    const right = tokenOf(request);
    if (right === undefined || !isMac(right, request.body?._csrf)) throw new ForgedFormError();
    next();
  };
}
