/** A command was used wrongly. The message is one line, with what to type instead; the exit is 2. */
export class UsageError extends Error {
  readonly code = 'USAGE';
}
