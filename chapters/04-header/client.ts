import { todo } from '#api/todo.ts';

/** What a client needs to know. */
export interface ClientOptions {
  /** Where the API is: `https://cairn.example`. */
  origin: string;
  handle: string;
  password: string;
  /** Sends a request; the platform's own `fetch` unless told. */
  fetch?: typeof fetch;
}

/** A program's way to the API. */
export interface Client {
  /**
   * Sends a request as `fetch` does; a path is taken from the API's origin.
   *
   * @throws Error when the API gives no token for the handle and the password
   */
  fetch(target: string | URL, init?: RequestInit): Promise<Response>;
}

/**
 * Makes a client that carries the token: it gets one when it first needs it, and a new one, once,
 * when the old one has run out. Tokens and passwords stay in this function: nothing that is
 * returned or thrown holds one, so nothing can print it.
 */
export function createClient(options: ClientOptions): Client {
  const { handle, password, fetch: send = globalThis.fetch } = options;
  const origin = new URL(options.origin).origin;
  let current: Promise<string> | undefined;

  return {
    async fetch(target, init) {
      // #region 4.3
      // TODO 4.3 · npm run grade 4.3 · /chapters/04-header#4-3
      // A path is of our origin; a whole URL may lead elsewhere. new URL(target, origin) reads
      // both, and its own origin is scheme, host and port. Elsewhere, send the request as it is.
      // All requests share one token: current is the promise of it, so that ten requests at once
      // sign in once. Where there is none, getToken starts one. Await it, then send the request:
      // withToken(init, token), below, is init with the token on it. 401: the token has run out.
      // Drop it, unless another request has already got a new one in its place. Then send the
      // request once more; should that be a 401 again, it is the answer.
      todo('4.3');
      // #endregion 4.3
    },
  };

  /** The promise of a token. One that is broken is dropped: the next request tries again. */
  function getToken(): Promise<string> {
    const token = signIn();
    token.catch(() => (current = undefined));
    return token;
  }

  /** Trades the password for a token. The password is for this origin too: no redirect here. */
  async function signIn(): Promise<string> {
    const response = await send(new URL('/api/tokens', origin), {
      method: 'POST',
      headers: { authorization: `Basic ${basic(handle, password)}` },
      redirect: 'manual',
    });
    // Of a body that is not JSON, the parser's own message would quote a piece.
    const body: unknown = await response.json().catch(() => undefined);
    const token: unknown = Object(body).access_token;
    if (response.ok && typeof token === 'string') return token;
    throw new Error(`The API gave ${handle} no token: it answered ${response.status}.`);
  }
}

/** A request with the token on it. It follows no redirect: the token is for this origin. */
function withToken(init: RequestInit | undefined, token: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers, redirect: 'manual' };
}

/** RFC 7617 §2.1: UTF-8, then base64. `btoa` alone would throw on `potůček`. */
function basic(handle: string, password: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${handle}:${password}`)));
}
