import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { expect, START } from '#check';

export type Fields = Record<string, string | string[]>;

/** A cookie that an answer sets (RFC 6265bis §4.1). */
export interface SetCookie {
  name: string;
  value: string;
  /** By their names in lower case. */
  attributes: Record<string, string>;
}

/** The cookies that an answer sets. */
export function setCookiesOf({ headers }: Pick<Response, 'headers'>): SetCookie[] {
  const lines = [headers['set-cookie'] ?? []].flat() as string[];
  return lines.map((line) => {
    const [[name = '', value = ''] = [], ...attributes] = line.split(';').map((part) => {
      const [key = '', ...rest] = part.split('=');
      return [key.trim(), rest.join('=').trim()];
    });
    const named = attributes.map(([key = '', text = '']) => [key.toLowerCase(), text]);
    return { name, value, attributes: Object.fromEntries(named) as Record<string, string> };
  });
}

/** What a browser does with cookies, as far as the office goes: it keeps, sends and forgets them. */
export class Browser {
  readonly #app: Express;
  readonly #tls: boolean;
  /** Values by name, of cookies for /office. */
  readonly jar = new Map<string, string>();

  constructor(app: Express, tls = false) {
    this.#app = app;
    this.#tls = tls;
  }

  get(path: string): Promise<Response> {
    return this.send('GET', path);
  }

  /** Posts a form. */
  post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Response> {
    const pairs = Object.entries(fields).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, String(new URLSearchParams(pairs)), { ...type, ...headers });
  }

  async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const verb = method.toLowerCase() as 'get' | 'post' | 'head' | 'options';
    const asked = request(this.#app)[verb](path).set(headers);
    const cookies = [...this.jar].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) asked.set('Cookie', cookies.join('; '));
    const answer = await (body === undefined ? asked : asked.send(body));
    for (const cookie of setCookiesOf(answer)) this.#take(cookie);
    return answer;
  }

  /** RFC 6265bis §5.7: a cookie that isn't fit to be kept is dropped without a word. */
  #take({ name, value, attributes }: SetCookie): void {
    const secure = 'secure' in attributes;
    if (secure && !this.#tls) return;
    if (name.startsWith('__Secure-') && !secure) return;
    if (attributes['path'] !== '/office') return;
    const age = attributes['max-age'];
    const expires = Date.parse(attributes['expires'] ?? '');
    const hasExpired = age === undefined ? expires <= START : Number(age) <= 0;
    if (hasExpired) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

/** The CSRF token of a page's first form. */
export function csrfOf(page: Response): string {
  const inputs = page.text?.match(/<input[^>]*>/g) ?? [];
  const input = inputs.find((text) => /\bname=["']?_csrf\b/.test(text)) ?? '';
  const token = /\bvalue=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/.exec(input)?.slice(1).find(Boolean);
  if (!token) expect.fail(`There is no form with an _csrf in this page: ${page.status}.`);
  return decodeEntities(token);
}

/** A page as its reader sees it, more or less: without tags, and with entities decoded. */
export function textOf({ text }: Response): string {
  return decodeEntities((text ?? '').replace(/<[^>]*>/g, ' '));
}

function decodeEntities(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
