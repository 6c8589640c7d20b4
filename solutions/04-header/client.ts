/** What a client needs to know. */
export interface ClientOptions {
  /** Where the API is: `https://cairn.example`. */
  origin: string;
  handle: string;
  password: string;
  /** Sends a request; by default, the platform's own `fetch`. */
  fetch?: typeof fetch;
}

/** A program's way to the API. */
export interface Client {
  /**
   * Sends a request as `fetch` does, with the token if it goes to the API. A path is resolved
   * against the API's origin.
   *
   * @throws Error when the API doesn't issue a token for this handle and password
   */
  fetch(target: string | URL, init?: RequestInit): Promise<Response>;
}

/**
 * Creates a client that signs in when it first needs a token, and once more when the API no longer
 * accepts it. The token and the password stay in this function's variables: nothing that is
 * returned or thrown contains them, so nothing can print them.
 */
export function createClient(options: ClientOptions): Client {
  const { handle, password, fetch: send = globalThis.fetch } = options;
  const origin = new URL(options.origin).origin;
  let currentToken: string | undefined;
  let signingIn: Promise<string> | undefined;

  return {
    async fetch(target, init) {
      // #region 4.3
      const url = new URL(target, origin);
      if (url.origin !== origin) return send(url, init);

      const sendWith = (token: string) => {
        // New headers: the caller may use its own for the next request, to somewhere else.
        const headers = new Headers(init?.headers);
        headers.set('Authorization', `Bearer ${token}`);
        return send(url, { ...init, headers, redirect: 'manual' });
      };
      const token = await getToken();
      const response = await sendWith(token);
      if (response.status !== 401) return response;
      return sendWith(await replaceToken(token));
      // #endregion 4.3
    },
  };

  /** Returns the token. Signs in for the first one; requests at the same time share one sign-in. */
  async function getToken(): Promise<string> {
    if (currentToken !== undefined) return currentToken;
    signingIn ??= signIn()
      .then((token) => (currentToken = token))
      .finally(() => (signingIn = undefined));
    return signingIn;
  }

  /** Returns a token to use instead of a refused one. Signs in only if nobody has replaced it yet. */
  function replaceToken(refused: string): Promise<string> {
    if (currentToken === refused) currentToken = undefined;
    return getToken();
  }

  /** Sends the password, and returns a new token. Doesn't follow redirects with the password. */
  async function signIn(): Promise<string> {
    const response = await send(new URL('/api/tokens', origin), {
      method: 'POST',
      headers: { authorization: `Basic ${basic(handle, password)}` },
      redirect: 'manual',
    });
    const token = await readToken(response);
    if (token !== undefined) return token;
    throw new Error(`The API issued no token for ${handle}: it answered ${response.status}.`);
  }
}

/** The token in a response; undefined when there isn't one. */
async function readToken(response: Response): Promise<string | undefined> {
  // JSON.parse quotes a piece of what it can't read: that error must not reach anyone's log.
  const body = (await response.json().catch(() => null)) as { access_token?: unknown } | null;
  const token = body?.access_token;
  return response.ok && typeof token === 'string' ? token : undefined;
}

/** RFC 7617 §2.1: UTF-8 first, then base64. `btoa` alone would throw on `potůček`. */
function basic(handle: string, password: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${handle}:${password}`)));
}
