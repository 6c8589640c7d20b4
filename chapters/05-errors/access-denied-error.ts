/** We know who it is, and they may not do this. */
export class AccessDeniedError extends Error {
  readonly code = 'forbidden';
}
