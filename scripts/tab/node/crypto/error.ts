/** An error with a code, as Node throws it. */
export function failure(
  message: string,
  code: string,
  Type: new (message: string) => Error = Error,
): Error {
  return Object.assign(new Type(message), { code });
}
