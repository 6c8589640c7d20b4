import { todo } from '#api/todo.ts';
import { SignInRequired } from './sign-in-required.ts';

/** What signing in needs to know. */
export interface SignInOptions {
  /** Where the API is: `https://cairn.example`. */
  origin: string;
  handle: string;
  password: string;
  /** Sends a request; by default, the platform's own `fetch`. */
  fetch?: typeof fetch;
}

/** A program's way to the API, as one person. */
export interface Client {
  /**
   * Sends a request as `fetch` does, with the access token if it goes to the API. A path is resolved
   * against the API's origin. Gets new tokens when the API no longer accepts the old ones.
   *
   * @throws SignInRequired when the session has ended
   */
  fetch(target: string | URL, init?: RequestInit): Promise<Response>;
}

/** A pair of tokens, as the API issued it. */
interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/**
 * Signs in with a password, once. The client that it returns has never seen the password: it keeps
 * the tokens alone, in variables of a function, so that nothing can print them.
 *
 * @throws Error when the API doesn't issue tokens for this handle and password
 */
export async function signIn(options: SignInOptions): Promise<Client> {
  const { handle, password, fetch: send = globalThis.fetch } = options;
  const origin = new URL(options.origin).origin;
  const { status, tokens } = await askForTokens(send, new URL('/api/tokens', origin), {
    headers: { authorization: `Basic ${basic(handle, password)}` },
  });
  if (!tokens) throw new Error(`The API issued no tokens for ${handle}: it answered ${status}.`);
  return createClient(origin, send, tokens);
}

function createClient(origin: string, send: typeof fetch, firstTokens: Tokens): Client {
  let tokens: Tokens | undefined = firstTokens;
  let refreshing: Promise<void> | undefined;

  return {
    async fetch(target, init) {
      const url = new URL(target, origin);
      if (url.origin !== origin) return send(url, init);

      const sendWith = ({ accessToken }: Tokens) => {
        const headers = new Headers(init?.headers);
        headers.set('Authorization', `Bearer ${accessToken}`);
        return send(url, { ...init, headers, redirect: 'manual' });
      };
      const current = requireTokens();
      const response = await sendWith(current);
      if (response.status !== 401) return response;
      return sendWith(await replaceTokens(current));
    },
  };

  /** @throws SignInRequired when there are no tokens any more */
  function requireTokens(): Tokens {
    if (!tokens) throw new SignInRequired();
    return tokens;
  }

  /**
   * Returns tokens to use instead of refused ones. Requests that run at the same time share one
   * refresh.
   *
   * @throws SignInRequired when the API refuses the refresh token
   */
  async function replaceTokens(refused: Tokens): Promise<Tokens> {
    // #region 8.5
    // TODO 8.5 · npm run grade 8.5 · /chapters/08-refresh-tokens#8-5
    // Return the tokens to use instead of `refused`, with one refresh for all requests that wait.
    //   1. If `tokens` is no longer `refused`, another request has replaced or cleared them: return
    //      `requireTokens()`.
    //   2. If a refresh is under way, its promise is in `refreshing`: wait for it. Otherwise start
    //      one: it calls `askToRefresh(refused.refreshToken)` and does step 3. Set `refreshing`
    //      back to undefined when it has ended, however it ends.
    //   3. If the answer has `tokens`, keep them in `tokens`. If its status is 400, set `tokens` to
    //      undefined. If it is anything else, throw an Error, and leave `tokens` alone.
    //   4. Return `requireTokens()`: it throws `SignInRequired` when there are no tokens.
    todo('8.5', '/chapters/08-refresh-tokens#8-5');
    // #endregion 8.5
  }

  /** Sends the refresh token, and nothing else that is secret. */
  function askToRefresh(refreshToken: string): Promise<TokenAnswer> {
    return askForTokens(send, new URL('/api/tokens/refresh', origin), {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token: refreshToken }),
    });
  }
}

/** What the API answered to a request for tokens. */
interface TokenAnswer {
  status: number;
  /** Undefined when it issued none. */
  tokens?: Tokens;
}

/** Asks for tokens. Doesn't follow redirects with what it sends. */
async function askForTokens(send: typeof fetch, url: URL, init: RequestInit): Promise<TokenAnswer> {
  const response = await send(url, { ...init, method: 'POST', redirect: 'manual' });
  const { status } = response;
  // JSON.parse quotes a piece of what it can't read: that error must not reach anyone's log.
  const body = Object(await response.json().catch(() => null)) as Record<string, unknown>;
  const { access_token: accessToken, refresh_token: refreshToken } = body;
  const isComplete = typeof accessToken === 'string' && typeof refreshToken === 'string';
  return response.ok && isComplete ? { status, tokens: { accessToken, refreshToken } } : { status };
}

/** RFC 7617 §2.1: UTF-8 first, then base64. `btoa` alone would throw on `potůček`. */
function basic(handle: string, password: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${handle}:${password}`)));
}
