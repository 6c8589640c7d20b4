import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** An identity provider whose access tokens we accept. */
export interface IdentityProvider {
  /** Exactly as in its tokens: Auth0's ends in a slash, Keycloak's in the realm's name. */
  issuer: string;
  /** What the provider calls our API. */
  audience: string;
  /** Its public keys. They are fetched when they are needed, and again when an unknown one turns up. */
  keys: JWTVerifyGetKey;
}

/**
 * Asks a provider where its keys are (OpenID Connect Discovery §4). Call this when the server
 * starts, with an issuer from your own settings and never from a token.
 */
export async function discoverProvider(
  issuer: string,
  audience: string,
  fetch = globalThis.fetch,
): Promise<IdentityProvider> {
  if (!issuer || !audience) throw new Error('The issuer or the audience is not set.');
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);

  const metadata = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (metadata.issuer !== issuer) {
    throw new Error(`The provider calls itself ${metadata.issuer}, not ${issuer}.`);
  }
  const keysUrl = new URL(String(metadata.jwks_uri));
  if (keysUrl.protocol !== 'https:') throw new Error('The keys are not available over TLS.');
  return { issuer, audience, keys: createRemoteJWKSet(keysUrl, { [customFetch]: fetch }) };
}
