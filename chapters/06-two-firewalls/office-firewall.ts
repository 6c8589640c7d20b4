import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { type Log, toProblem } from '#api/problem.ts';
import { getReport, latestReports } from '#api/reports.ts';
import { resource } from '#api/resource.ts';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import { guard } from '../03-authenticator/guard.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from '../05-errors/access-denied-error.ts';
import type { Firewall } from './firewall.ts';
import { ForgedFormError } from './forged-form-error.ts';
import { formBody } from './form-body.ts';
import { formTokens } from './form-token.ts';
import { officeCookie, type OfficeCookieOptions } from './office-cookie.ts';
import { officeSession } from './office-session.ts';
import { errorPage, loginForm, officePage, pageHeaders, sendPage } from './pages.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import { sessionAuthenticator } from './session-authenticator.ts';
import { sessionRules } from './session-rules.ts';
import { type Sessions, sessionStore } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const LOGIN = '/office/login';

/** What the office needs. */
export interface OfficeOptions extends OfficeCookieOptions {
  database: Database;
  clock: Clock;
  log: Log;
  /** Called when a sign-in begins: returns where it starts its session. By default, in `sessions`. */
  signInStore?: (sessions: Sessions) => Sessions;
}

/** A form's fields. One that is missing, or is sent twice, counts as empty. */
const text = z.string().catch('');
const loginFields = z.object({ handle: text, password: text });

/** The stateful side: rangers sign in with a form, and a session remembers them. */
export function officeFirewall(options: OfficeOptions): Firewall {
  const { database, clock, log, sessionSecret, tls, signInStore } = options;
  const cookie = officeCookie(options);
  const sessions = sessionStore(database, clock, (session, now) =>
    sessionRules(tls).hasEnded(session, now),
  );
  const forms = formTokens(cookie, sessionSecret);

  const showLogin: RequestHandler = (request, response) => {
    sendPage(response, 200, 'Sign in', loginForm(forms.forLogin(request, response)));
  };
  const login: RequestHandler = async (request, response) => {
    const credentials = loginFields.parse(request.body);
    const store = signInStore?.(sessions) ?? sessions;
    if (await signIn(request, response, credentials, { database, sessions: store, cookie })) {
      return response.redirect(303, '/office');
    }
    // A 401 has a challenge (RFC 9110 §15.5.2). Browsers ignore a scheme that they don't know.
    response.set('WWW-Authenticate', 'Form realm="office"');
    const token = forms.forLogin(request, response);
    sendPage(response, 401, 'Sign in', loginForm(token, 'The handle or the password is wrong.'));
  };
  const logout: RequestHandler = async (request, response) => {
    await signOut(request, response, sessions, tls);
    response.redirect(303, LOGIN);
  };
  const showOffice: RequestHandler = (request, response) => {
    const reports = latestReports(database);
    const page = officePage(requirePerson(request), reports, forms.forSession(request));
    sendPage(response, 200, 'The office', page);
  };
  const closeReport: RequestHandler<{ id: string }> = (request, response) => {
    const { id } = getReport(database, request.params.id);
    database.run("UPDATE reports SET condition = 'closed' WHERE id = ?", id);
    response.redirect(303, '/office');
  };

  const routes = express.Router();
  routes.use(pageHeaders(tls));
  routes.use(requireSameOrigin(tls));
  // Before the session: while a slow body arrives, the session may end.
  routes.use(formBody);
  routes.use(officeSession(cookie, sessions));
  resource(routes, '/login', { get: showLogin, post: [forms.checkLogin, login] });
  routes.use(forms.check);
  resource(routes, '/logout', { post: logout });
  routes.use(guard([sessionAuthenticator(database)]), onlyRangers); // everything below is theirs
  resource(routes, '/', { get: showOffice });
  resource(routes, '/reports/:id/close', { post: closeReport });
  return { name: 'office', path: '/office', routes, respond: respondWithPages(log) };
}

/** Checked on every request, since a session may outlive a role. */
const onlyRangers: RequestHandler = (request, _response, next) => {
  if (requirePerson(request).role !== 'ranger') throw new AccessDeniedError();
  next();
};

/** The office's error handler: its entry point is the login form, and it speaks HTML. */
function respondWithPages(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof AuthenticationError) return response.redirect(303, LOGIN);
    if (error instanceof AccessDeniedError) {
      return sendPage(response, 403, 'For rangers', errorPage('The office is for rangers.'));
    }
    if (error instanceof ForgedFormError) {
      const detail = 'This form is out of date, or came from somewhere else. Please try again.';
      return sendPage(response, 403, 'Not accepted', errorPage(detail));
    }
    const { status, title, detail, headers } = toProblem(error, log);
    sendPage(response.set(headers), status, title, errorPage(detail));
  };
}
