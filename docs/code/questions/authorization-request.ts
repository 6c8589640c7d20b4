/** What an app knows about an authorization server and about itself. None of it is secret. */
export interface SignInOptions {
  /** As in the server's metadata (RFC 8414): `https://id.example`. */
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  clientId: string;
  /** A link that the system opens with this app, and no other: `https://cairn.example/app/signed-in`. */
  redirectUri: string;
  scope: string;
}

/** A sign-in that has begun. The app keeps it until the browser comes back. */
export interface PendingSignIn {
  /** Open this in the system's browser. */
  url: string;
  state: string;
  nonce: string;
  /** Proves that the app that redeems the code is the one that asked for it (RFC 7636). */
  verifier: string;
}

/** Begins a sign-in: an authorization request with PKCE (RFC 8252 §4.1, RFC 7636 §4). */
export async function startSignIn(options: SignInOptions): Promise<PendingSignIn> {
  const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
  const url = new URL(options.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: options.clientId,
    redirect_uri: options.redirectUri,
    scope: options.scope,
    state,
    nonce,
    code_challenge: await challengeFor(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, state, nonce, verifier };
}

/**
 * Reads the code from the link that the browser came back with.
 *
 * @throws Error when it isn't the answer to this sign-in, or the person didn't agree
 */
export function readCode(link: string, pending: PendingSignIn, options: SignInOptions): string {
  const { searchParams } = new URL(link);
  const isOurs =
    searchParams.get('state') === pending.state && searchParams.get('iss') === options.issuer;
  if (!isOurs) throw new Error('This is not the answer to our request.');
  const code = searchParams.get('code');
  if (!code) throw new Error('The sign-in was not completed.');
  return code;
}

/** Trades the code for tokens (RFC 6749 §4.1.3), with the verifier in the place of a secret. */
export async function redeemCode(
  code: string,
  pending: PendingSignIn,
  options: SignInOptions,
  send = globalThis.fetch,
): Promise<unknown> {
  const response = await send(options.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: options.redirectUri,
      client_id: options.clientId,
      code_verifier: pending.verifier,
    }),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`The server issued no token: it answered ${response.status}.`);
  return response.json();
}

/** RFC 7636 §4.2: the SHA-256 of the verifier, as base64url. */
export async function challengeFor(verifier: string): Promise<string> {
  const bytes = new TextEncoder().encode(verifier);
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** 256 random bits, as 43 characters. */
function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
