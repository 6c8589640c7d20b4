/** Thrown for a string that isn't a JSON Web Token. The message says what is wrong with it. */
export class MalformedToken extends Error {
  readonly code = 'malformed-token';
}
