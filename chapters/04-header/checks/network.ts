import { inspect } from 'node:util';
import { basic, lesson, PEOPLE } from '#check';
import type { Api } from './chapter-api.ts';
import { listed } from './printed.ts';

const client = lesson('04-header/client.ts', () => import('#course/04-header/client.ts'));

export const HOME = 'https://cairn.example';

/** A request as the network saw it. */
export interface Sent {
  url: URL;
  method: string;
  headers: Headers;
  body: string;
  /** What is to happen when the answer is a redirect: `follow`, `manual` or `error`. */
  redirect: string;
  /** What callers set rarely: `cache` and `credentials`. */
  rare: string;
}

/**
 * A network with the API on it, and the rest of the world. It keeps what it was sent. Its tokens
 * are `ey-token-1`, `ey-token-2` and so on. The API accepts each of them until `revoke` is called.
 */
export class Network {
  readonly sent: Sent[] = [];
  /** What the API does instead of issuing a token, for the next sign-ins. */
  readonly signInFails: (() => Response)[] = [];
  /** Where a path of the API redirects to. */
  readonly redirects = new Map<string, string>();
  /** What a path of the API answers to a good token, if not 200. */
  readonly statuses = new Map<string, number>();
  /** The API's `WWW-Authenticate` when it refuses a token; a proxy may have taken it off. */
  challenge: string | undefined = 'Bearer realm="cairn"';
  /** Whether the API accepts any token at all. */
  acceptsTokens = true;
  /** Whether a redirecting path looks at the token first, and answers 401 to a bad one. */
  checksBeforeRedirecting = false;
  /** Paths of the API from which no answer comes back. */
  readonly silent = new Set<string>();
  /** What the rest of the world answers. */
  elsewhere = 200;
  /** Is awaited before the API answers 401. */
  beforeRefusing: (sent: Sent) => Promise<void> | void = () => {};
  readonly #home: string;
  readonly #good = new Set<string>();
  #issued = 0;

  constructor(home = HOME) {
    this.#home = home;
  }

  /** No token that was issued so far is accepted any longer. */
  revoke(): void {
    this.#good.clear();
  }

  get signIns(): Sent[] {
    return this.sent.filter((sent) => isSignIn(sent));
  }

  /** All but the sign-ins. */
  get requests(): Sent[] {
    return this.sent.filter((sent) => !isSignIn(sent));
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const { method, headers } = request;
    const body = await request.text();
    const rare = `${request.cache}, ${request.credentials}`;
    let url = new URL(request.url);
    for (;;) {
      const sent = { url, method, headers, body, redirect: request.redirect, rare };
      this.sent.push(sent);
      if (this.sent.length > 60) {
        throw new Error('The client has sent more than 60 requests: where does it stop?');
      }
      const answer = await this.#answer(sent);
      const location = answer.headers.get('Location');
      if (location === null || request.redirect === 'manual') return answer;
      if (request.redirect === 'error') throw new TypeError('unexpected redirect');
      // Not every platform removes the Authorization header on the way: this one doesn't.
      url = new URL(location, url);
    }
  };

  async #answer(sent: Sent): Promise<Response> {
    const { pathname } = sent.url;
    if (sent.url.origin !== this.#home) {
      return new Response('Elsewhere.', { status: this.elsewhere });
    }
    const location = this.redirects.get(pathname);
    const isRedirect =
      location !== undefined && (!this.checksBeforeRedirecting || this.#isGood(sent));
    if (isRedirect) return new Response(null, { status: 302, headers: { location } });
    if (this.silent.has(pathname)) throw new TypeError('fetch failed');
    if (isSignIn(sent)) return this.#signIn(sent);
    if (this.#isGood(sent)) {
      const status = this.statuses.get(pathname);
      return status === undefined ? Response.json({}) : new Response(null, { status });
    }
    await this.beforeRefusing(sent);
    return refusal(this.challenge);
  }

  #isGood({ headers }: Sent): boolean {
    const [scheme, token] = (headers.get('authorization') ?? '').split(' ');
    return scheme === 'Bearer' && this.#good.has(token ?? '') && this.acceptsTokens;
  }

  #signIn({ headers }: Sent): Response {
    const failure = this.signInFails.shift();
    if (failure) return failure();
    const known = Object.values(PEOPLE).some(
      ({ handle, password }) => headers.get('authorization') === basic(handle, password),
    );
    if (!known) return refusal('Basic realm="cairn", charset="UTF-8"');
    const access_token = `ey-token-${++this.#issued}`;
    this.#good.add(access_token);
    return Response.json({ access_token, token_type: 'Bearer', expires_in: 3600 });
  }
}

const isSignIn = ({ url, method }: Sent) => method === 'POST' && url.pathname === '/api/tokens';

/** What the API answers to credentials that it doesn't accept. */
export function refusal(challenge?: string): Response {
  const headers: HeadersInit = challenge === undefined ? {} : { 'WWW-Authenticate': challenge };
  return new Response('{}', { status: 401, headers });
}

/** Ways in which the token endpoint may issue no token, and what it does then. */
export const SIGN_IN_FAILURES: [what: string, answer: () => Response][] = [
  ['answers 401', () => refusal('Basic realm="cairn", charset="UTF-8"')],
  ['answers 503', () => Response.json({ access_token: 'ey-token-0' }, { status: 503 })],
  ['answers 200 without a token', () => Response.json({ token_type: 'Bearer' })],
  ['answers 200 with null', () => Response.json(null)],
  [
    'cannot be reached',
    () => {
      throw new TypeError('fetch failed');
    },
  ],
];

/** A client that sends with this function: for mira at HOME, if nothing else is asked for. */
export async function clientOf(
  send: typeof fetch,
  { origin = HOME, handle = 'mira' as keyof typeof PEOPLE } = {},
) {
  const { password } = PEOPLE[handle];
  return (await client()).createClient({ origin, handle, password, fetch: send });
}

/** Sends requests through the chapter's own API, as if it were at HOME. */
export function fetchFrom(api: Api): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const call = request.method === 'POST' ? api.post(pathname) : api.get(pathname);
    const { status, text } = await call.set(Object.fromEntries(request.headers));
    return new Response(text, { status });
  };
}

/** A response's status, or what was thrown: so that an error is shown beside what was expected. */
export async function statusOf(answer: Promise<Response>): Promise<number | string> {
  return answer.then(
    ({ status }) => status,
    (error: unknown) => `threw ${String(error)}`,
  );
}

export const authorizationOf = (sent: Sent | undefined) =>
  sent?.headers.get('authorization') ?? 'none';

/** The secrets of mira's client that a string contains, or `none`. */
export function secretsIn(text: string): string {
  const { password } = PEOPLE.mira;
  const encoded = basic('mira', password).slice('Basic '.length);
  const secrets = ['ey-token-', password, encoded];
  return listed(secrets.filter((secret) => text.includes(secret)));
}

/** A request with all that it contains, but for its Authorization header. */
export const withoutAuthorization = ({ url, headers, body }: Sent) =>
  [url.href, ...[...headers].filter(([name]) => name !== 'authorization').flat(), body].join(' ');

/** Everything that can be seen of a value. */
export const whole = (value: unknown) =>
  inspect(value, { showHidden: true, depth: null, getters: true });

/** A client and a response, in each way that they may get into a log. */
export const looksOf = (client: unknown, response: Response) => ({
  'console.log(client)': inspect(client),
  'util.inspect(client, { showHidden: true })': whole(client),
  'JSON.stringify(client)': String(JSON.stringify(client)),
  'console.log(response)': inspect(response),
  'util.inspect(response, { showHidden: true })': whole(response),
  'JSON.stringify(response)': String(JSON.stringify(response)),
  "the response's headers": [...response.headers].join(' '),
});
