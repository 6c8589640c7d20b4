/** Why somebody was not recognised. */
export type AuthenticationFailure =
  /** No credentials came, and a person is needed. */
  | 'authentication-required'
  /** A token that holds in everything but its time: it was good once. */
  | 'expired-token'
  /** Any other token that does not hold. */
  | 'invalid-token'
  /** An `Authorization` header that breaks the rules of HTTP. */
  | 'malformed-authorization';

/** Nobody was recognised. The code says why; it is for us, and not always for the client. */
export class AuthenticationError extends Error {
  readonly code: AuthenticationFailure;

  constructor(code: AuthenticationFailure) {
    super(code);
    this.code = code;
  }
}
