import type { CookieOptions, RequestHandler } from 'express';
import session from 'express-session';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { todo } from '#api/todo.ts';
import { SessionStore } from './session-store.ts';

declare module 'express-session' {
  interface SessionData {
    /** Who is signed in: an id, never more. What else there is to know is in the database. */
    personId?: string;
  }
}

/** What the office's session needs. */
export interface OfficeSessionOptions {
  database: Database;
  clock: Clock;
  /** Signs the cookie. */
  sessionSecret: string;
  /** Whether browsers reach the app over TLS. */
  tls: boolean;
}

/** The session cookie's name and attributes (RFC 6265bis §4.1). */
export function sessionCookie(tls: boolean): { name: string; options: CookieOptions } {
  // #region 6.3
  // TODO 6.3 · npm run grade 6.3 · /chapters/06-two-firewalls#6-3
  // Its name is office. Over TLS it is __Secure-office: a browser takes a cookie of such a name
  // only when it is Secure, and set over TLS, so that nobody on the way can plant one. The options
  // are Express's, and express-session's: no script may read it (httpOnly); it belongs to /office
  // alone (path); a form on another site does not post it (sameSite lax); and an app that is served
  // over TLS never has it sent without (secure). No domain: it is for this host, and for no other
  // below it. No expiry: it goes when the browser is closed.
  todo('6.3');
  // #endregion 6.3
}

/**
 * Gives each request of the office its session.
 *
 * @throws Error when the secret is too short to sign with
 */
export function officeSession(options: OfficeSessionOptions): RequestHandler[] {
  const { database, clock, sessionSecret, tls } = options;
  if (sessionSecret.length < 32) {
    throw new Error('The session secret is shorter than 32 characters.');
  }
  const { name, options: cookie } = sessionCookie(tls);
  const sessions = session({
    name,
    cookie,
    secret: sessionSecret,
    store: new SessionStore(database, clock),
    resave: false,
    saveUninitialized: false,
  });
  return tls ? [overTls, sessions] : [sessions];
}

/**
 * The proxy in front of us speaks TLS, and plain HTTP to us. Without being told, express-session
 * would not send its Secure cookie at all, and would not say why.
 */
const overTls: RequestHandler = (request, _response, next) => {
  Object.defineProperty(request, 'secure', { value: true });
  next();
};
