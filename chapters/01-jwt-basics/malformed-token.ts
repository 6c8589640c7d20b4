/** What is not a JSON Web Token in compact form. The message names the fault. */
export class MalformedToken extends Error {
  readonly code = 'malformed-token';
}
