/** What a Bearer challenge may say besides its realm (RFC 6750 §3). */
export interface BearerError {
  error: 'invalid_request' | 'invalid_token';
  error_description: string;
}

/**
 * A `WWW-Authenticate` value that asks for a bearer token: `Bearer realm="cairn", error="…"`.
 *
 * @param failure what was wrong; leave it out for a client that sent no token
 */
export function bearerChallenge(failure?: BearerError): string {
  return Object.entries({ realm: 'cairn', ...failure })
    .map(([name, value], index) => `${index === 0 ? 'Bearer ' : ''}${name}="${value}"`)
    .join(', ');
}
