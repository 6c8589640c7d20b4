import { inspect } from 'node:util';
import type request from 'supertest';
import { basic, expect, PEOPLE } from '#check';
import { theClient } from './lessons.ts';
import type { Who } from './worlds.ts';

export const HOME = 'https://cairn.example';

/** A request as the network saw it. */
export interface Sent {
  url: URL;
  method: string;
  headers: Headers;
  body: string;
  /** What is to be done about a redirect. */
  redirect: string;
}

/**
 * A network with the API on it, and the rest of the world. It keeps what it was sent. Its tokens are
 * `ey-access-1`, `secret-refresh-1` and so on; a new refresh uses up the token before, and a token
 * that comes twice ends the session.
 */
export class Network {
  readonly sent: Sent[] = [];
  /** What the API does instead of refreshing, for the next refreshes. */
  readonly refreshFails: (() => Response)[] = [];
  /** What a path of the API answers to a good token, if not 200. */
  readonly statuses = new Map<string, number>();
  /** Is awaited before the API answers a refresh. */
  beforeRefreshing: () => Promise<void> | void = () => {};
  /** Is awaited before the API answers 401. */
  beforeRefusing: (sent: Sent) => Promise<void> | void = () => {};
  /** Whether the API accepts any access token at all. */
  acceptsTokens = true;
  readonly #access = new Set<string>();
  readonly #refresh = new Set<string>();
  #issued = 0;

  /** All access tokens have expired. */
  expire(): void {
    this.#access.clear();
  }

  /** The sessions have ended, and the access tokens have expired. */
  endSessions(): void {
    this.#refresh.clear();
    this.expire();
  }

  get refreshes(): Sent[] {
    return this.sent.filter(({ url }) => url.pathname === '/api/tokens/refresh');
  }

  get signIns(): Sent[] {
    return this.sent.filter(({ url }) => url.pathname === '/api/tokens');
  }

  /** All but the requests for tokens. */
  get requests(): Sent[] {
    return this.sent.filter(({ url }) => !url.pathname.startsWith('/api/tokens'));
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const { method, headers, redirect } = request;
    const sent = { url, method, headers, redirect, body: '' };
    sent.body = await request.text();
    this.sent.push(sent);
    if (this.sent.length > 200) {
      throw new Error('The client has sent more than 200 requests: where does it stop?');
    }
    if (url.origin !== HOME) return new Response('Elsewhere.');
    if (url.pathname === '/api/tokens') return this.#signIn(sent);
    if (url.pathname === '/api/tokens/refresh') return this.#answerRefresh(sent);
    const token = authorizationOf(sent).replace('Bearer ', '');
    if (this.#access.has(token) && this.acceptsTokens) {
      return new Response('{}', { status: this.statuses.get(url.pathname) ?? 200 });
    }
    await this.beforeRefusing(sent);
    return new Response('{}', { status: 401 });
  };

  #signIn({ headers }: Sent): Response {
    const isKnown = Object.values(PEOPLE).some(
      ({ handle, password }) => headers.get('authorization') === basic(handle, password),
    );
    return isKnown ? this.#issue() : new Response('{}', { status: 401 });
  }

  async #answerRefresh({ method, body }: Sent): Promise<Response> {
    await this.beforeRefreshing();
    const failure = this.refreshFails.shift();
    if (failure) return failure();
    const token = (JSON.parse(body || 'null') as { refresh_token?: string } | null)?.refresh_token;
    if (method === 'POST' && this.#refresh.delete(token ?? '')) return this.#issue();
    this.#refresh.clear();
    return new Response('{"type":"https://cairn.example/problems/invalid-grant"}', { status: 400 });
  }

  #issue(): Response {
    const access_token = `ey-access-${++this.#issued}`;
    const refresh_token = `secret-refresh-${this.#issued}`;
    this.#access.add(access_token);
    this.#refresh.add(refresh_token);
    return Response.json({ access_token, refresh_token, token_type: 'Bearer', expires_in: 600 });
  }
}

/** A client that has signed in, as mira if nobody else is asked for. */
export async function clientOn(network: Network, who: Who = 'mira') {
  const { signIn } = await theClient();
  const { handle, password } = PEOPLE[who];
  return signIn({ origin: HOME, handle, password, fetch: network.fetch });
}

/** A response's status, or the name of the error that was thrown. */
export async function statusOf(answer: Promise<Response>): Promise<number | string> {
  return answer.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof Error ? error.name : `threw ${String(error)}`),
  );
}

export const authorizationOf = (sent: Sent | undefined) =>
  sent?.headers.get('authorization') ?? 'none';

/** The refresh tokens that were sent, in order. */
export const refreshTokensOf = (network: Network) =>
  network.refreshes.map(
    ({ body }) => (JSON.parse(body) as { refresh_token?: string }).refresh_token,
  );

/** The secrets of mira's client that a string contains. */
export function secretsIn(text: string): string[] {
  const { handle, password } = PEOPLE.mira;
  const secrets = {
    'an access token': 'ey-access-',
    'a refresh token': 'secret-refresh-',
    'the password': password,
    'the password, encoded': basic(handle, password).slice('Basic '.length),
  };
  return Object.entries(secrets).flatMap(([what, secret]) => (text.includes(secret) ? [what] : []));
}

/** A request with all that is in it. */
export const wholeOf = ({ url, headers, body }: Sent) =>
  [url.href, ...[...headers].flat(), body].join(' ');

/** Everything that can be seen of a value. */
export const whole = (value: unknown) =>
  inspect(value, { showHidden: true, depth: null, getters: true });

/** Sends requests through the chapter's own API, as if it were at HOME. */
export function fetchFrom(api: ReturnType<typeof request>): typeof fetch {
  return async (input, init) => {
    const sent = new Request(input, init);
    const { pathname } = new URL(sent.url);
    const call = sent.method === 'POST' ? api.post(pathname) : api.get(pathname);
    const answer = await call.set(Object.fromEntries(sent.headers)).send(await sent.text());
    return new Response(answer.text, { status: answer.status });
  };
}

/** What every one of some requests must have come to. */
export function expectAll(results: (number | string)[], expected: number | string, what: string) {
  expect(results, what).toEqual(results.map(() => expected));
}
