/** We know who the person is, and they may not do this (RFC 9110 §15.5.4). */
export class AccessDeniedError extends Error {
  readonly code = 'forbidden';
}
