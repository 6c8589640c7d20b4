import { csrfSync } from 'csrf-sync';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import { BODY_LIMIT } from '#api/json-body.ts';
import { type Log, toProblem } from '#api/problem.ts';
import { latestReports } from '#api/reports.ts';
import { resource } from '#api/resource.ts';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import { guard } from '../03-authenticator/guard.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from '../05-errors/access-denied-error.ts';
import type { Firewall } from './firewall.ts';
import { officeSession, type OfficeSessionOptions } from './office-session.ts';
import { faultPage, loginForm, officePage, pageHeaders, sendPage } from './pages.ts';
import { sessionAuthenticator } from './session-authenticator.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const LOGIN = '/office/login';

/** What the office needs. */
export interface OfficeOptions extends OfficeSessionOptions {
  log: Log;
}

/** A form's fields: texts, also those that did not come, or came twice. */
const text = z.string().catch('');
const loginFields = z.object({ handle: text, password: text });

/** The stateful side: rangers sign in with a form, and a session remembers them. */
export function officeFirewall(options: OfficeOptions): Firewall {
  const { database, tls, log } = options;
  const csrf = csrfSync({ getTokenFromRequest: (request) => request.body?._csrf });

  const showLogin: RequestHandler = (request, response) => {
    sendPage(response, 200, 'Sign in', loginForm(csrf.generateToken(request)));
  };
  const login: RequestHandler = async (request, response) => {
    if (await signIn(request, database, loginFields.parse(request.body))) {
      return response.redirect(303, '/office');
    }
    const form = loginForm(csrf.generateToken(request), 'The handle or the password is wrong.');
    // A 401 names a way in (RFC 9110 §15.5.2). Browsers pass over a scheme that they do not know.
    response.set('WWW-Authenticate', 'Form realm="office"');
    sendPage(response, 401, 'Sign in', form);
  };
  const logout: RequestHandler = async (request, response) => {
    await signOut(request, response, tls);
    response.redirect(303, LOGIN);
  };
  const showOffice: RequestHandler = (request, response) => {
    const page = officePage(
      requirePerson(request),
      latestReports(database),
      csrf.generateToken(request),
    );
    sendPage(response, 200, 'The office', page);
  };

  const routes = express.Router();
  routes.use(pageHeaders(tls));
  // The body first: one that takes its time must not hold on to a session that ends meanwhile.
  routes.use(express.urlencoded({ extended: false, limit: BODY_LIMIT }));
  routes.use(officeSession(options));
  routes.use(csrf.csrfSynchronisedProtection); // every form, the login form too
  resource(routes, '/login', { get: showLogin, post: login });
  resource(routes, '/logout', { post: logout });
  routes.use(guard([sessionAuthenticator(database)]), onlyRangers); // all that follows is theirs
  resource(routes, '/', { get: showOffice });
  return { name: 'office', path: '/office', routes, respond: respondWithPages(log) };
}

/** A session may outlive a role: it is checked at every request. */
const onlyRangers: RequestHandler = (request, _response, next) => {
  if (requirePerson(request).role !== 'ranger') throw new AccessDeniedError();
  next();
};

/** The office's responder: its entry point is the login form, and it speaks HTML. */
function respondWithPages(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof AuthenticationError) return response.redirect(303, LOGIN);
    if (error instanceof AccessDeniedError) {
      return sendPage(response, 403, 'For rangers', faultPage('The office is for rangers.'));
    }
    if (error?.code === 'EBADCSRFTOKEN') {
      const detail = 'This form is out of date, or came from somewhere else. Please try again.';
      return sendPage(response, 403, 'Not accepted', faultPage(detail));
    }
    const { status, title, detail, headers } = toProblem(error, log);
    sendPage(response.set(headers), status, title, faultPage(detail));
  };
}
