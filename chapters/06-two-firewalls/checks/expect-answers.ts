import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { expect, wordsOf } from '#check';

/** A 303, to the login form unless told. */
export function expectRedirect(what: string, answer: Response, to = '/office/login'): void {
  expect(answer.status, `the status of: ${what}`).toBe(303);
  const { pathname } = new URL(answer.headers['location'] ?? '', 'http://cairn.example');
  expect(pathname, `where it leads to: ${what}`).toBe(to);
}

export function expectSignedIn(who: string, answer: Response): void {
  expect(answer.status, `GET /office by ${who}`).toBe(200);
}

/** RFC 9457, as our API has it. */
export function expectProblem(what: string, answer: Response, status: number, slug?: string): void {
  expect(answer.status, `the status of ${what}`).toBe(status);
  expect(answer.type, `the media type of the answer: ${what}`).toBe('application/problem+json');
  expect(answer.body.status, `"status" in the body: ${what}`).toBe(status);
  const type = slug ? `https://cairn.example/problems/${slug}` : 'about:blank';
  expect(answer.body.type, `"type" in the body: ${what}`).toBe(type);
  const words = `the properties of the problem with text in them: ${what}`;
  expect(wordsOf(answer.body), words).toEqual(['title', 'detail']);
}

export function expectChallenge(what: string, { headers }: Response, scheme: string): void {
  const challenge = headers['www-authenticate'] ?? '';
  expect(challenge, `WWW-Authenticate of ${what}`).toMatch(new RegExp(`^${scheme}\\b`, 'i'));
}

/** A page with a heading, in which no script runs, and that no other page can frame. */
export function expectPage(what: string, answer: Response): void {
  expect(answer.type, `the media type of the page: ${what}`).toBe('text/html');
  const [, heading = ''] = /<h1>([^]*?)<\/h1>/.exec(answer.text) ?? [];
  expect(heading, `the heading of the page: ${what}`).toMatch(/\w/);
  const header = answer.headers['content-security-policy'] ?? '';
  const policy = Object.fromEntries(
    header.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/ +/);
      return [name, values.join(' ')];
    }),
  );
  const about = `Content-Security-Policy of the page: ${what}`;
  expect(policy, about).toMatchObject({
    'default-src': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
  });
  expect(policy['script-src'] ?? "'none'", `script-src in the ${about}`).toBe("'none'");
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(answer.text) ?? [];
  expect(style, `the style in the page: ${what}`).toMatch(/\{/);
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy['style-src'], `style-src in the ${about}`).toContain(`'sha256-${hash}'`);
  // A browser that knows frame-ancestors ignores this one: the two must say the same.
  expect(answer.headers['x-frame-options'], `X-Frame-Options of the page: ${what}`).toBe('DENY');
  // With no-referrer, a browser sends `Origin: null` with our own forms.
  expect(answer.headers['referrer-policy'], `Referrer-Policy of the page: ${what}`).toBe(
    'same-origin',
  );
}

/** Beside its heading, its links and its form, a page says in words why the answer is what it is. */
export function expectToldWhy(what: string, { text }: Response): void {
  const told = text.replace(/<(head|h1|a|form)\b[^]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');
  expect(told, `what the page says about: ${what}`).toMatch(/\w/);
}
