import { createHash } from 'node:crypto';
import type { Response } from 'express';
import helmet from 'helmet';
import type { Person } from '#api/people.ts';
import { readNoFurther } from '#api/problem.ts';
import type { Report } from '#api/reports.ts';
import { Html, html } from './html.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
  label, input { display: block; font: inherit; }
  input { margin-bottom: 1rem; padding: .4rem; }
  button { font: inherit; padding: .4rem 1rem; }
  article { border-top: 1px solid; padding: .5rem 0; }
  .error { font-weight: bold; }
`;

const styleElement = new Html(`<style>${STYLE}</style>`);

/** Headers for every page: no script runs, no other page frames it, its forms go to us alone. */
export function pageHeaders(tls: boolean) {
  const style = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: [style],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    // With no-referrer, browsers would send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    // The same as frame-ancestors, for browsers that don't know that one.
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: tls,
  });
}

/** Sends a page. No cache keeps it: the next person at this browser may be someone else. */
export function sendPage(response: Response, status: number, title: string, body: Html): void {
  response.status(status).set('Cache-Control', 'no-store').type('html');
  readNoFurther(response);
  response.send(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · Cairn</title>
          ${styleElement}
        </head>
        <body>
          <main>
            <h1>${title}</h1>
            ${body}
          </main>
        </body>
      </html>`.markup,
  );
}

/** `GET /` */
export function homePage(): Html {
  return html`<p>What hikers say about the trails.</p>
    <ul>
      <li><a href="/api/trails">The API</a>, for programs</li>
      <li><a href="/office">The office</a>, for rangers</li>
    </ul>`;
}

/** The login form, with a message when signing in has failed. */
export function loginForm(csrfToken: string, message?: string): Html {
  return html`${message === undefined ? [] : html`<p class="error" role="alert">${message}</p>`}
    <form method="post" action="/office/login">
      <input type="hidden" name="_csrf" value="${csrfToken}" />
      <label for="handle">Handle</label>
      <input id="handle" name="handle" autocomplete="username" autocapitalize="none" required />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
      />
      <button>Sign in</button>
    </form>`;
}

/** The office: who is signed in, a button to sign out, and the latest reports with one to close each. */
export function officePage(person: Person, reports: Report[], csrfToken: string): Html {
  const token = html`<input type="hidden" name="_csrf" value="${csrfToken}" />`;
  return html`<p>Signed in as ${person.name}.</p>
    <form method="post" action="/office/logout">
      ${token}
      <button>Sign out</button>
    </form>
    <h2>Latest reports</h2>
    ${reports.map(
      ({ id, trail, condition, title, body, author, createdAt }) =>
        html`<article>
          <h3>${title}</h3>
          <p>${trail}, ${condition}. ${author ?? 'Someone who has left'}, ${createdAt}</p>
          <p>${body}</p>
          <form method="post" action="/office/reports/${encodeURIComponent(id)}/close">
            ${token}
            <button>Close</button>
          </form>
        </article>`,
    )}`;
}

/** A page that says what went wrong. */
export function errorPage(detail: string): Html {
  return html`<p>${detail}</p>
    <p><a href="/office">To the office</a></p>`;
}
