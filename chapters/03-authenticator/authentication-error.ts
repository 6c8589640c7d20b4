/** Why nobody was recognized. */
export type AuthenticationFailure =
  /** The request has no credentials, and a person is required. */
  | 'authentication-required'
  /** A token that is valid except for its time: it was good once. */
  | 'expired-token'
  /** Any other token that isn't valid. */
  | 'invalid-token'
  /** An `Authorization` header that breaks the rules of HTTP. */
  | 'malformed-authorization';

/**
 * Nobody was recognized. The code says why; not every client gets to see it. The cause, for us
 * alone, is the error that led to this one.
 */
export class AuthenticationError extends Error {
  readonly code: AuthenticationFailure;

  constructor(code: AuthenticationFailure, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}
