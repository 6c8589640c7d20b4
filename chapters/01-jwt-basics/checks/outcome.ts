import { expect } from '#check';

/** What a check expects where a string isn't a token. */
export const REFUSED = 'throws a MalformedToken';

/** What a call does that should throw a MalformedToken: REFUSED, or something else in words. */
export async function refusal<Value>(
  call: () => Value,
  describe: (value: Value) => string,
): Promise<string> {
  const result = await outcome(call, describe);
  return result.startsWith(`${REFUSED}:`) ? REFUSED : result;
}

/** What a call does that should return something: what `describe` says about it, or the error. */
export async function outcome<Value>(
  call: () => Value,
  describe: (value: Value) => string,
): Promise<string> {
  let value: Value;
  try {
    value = call();
  } catch (error) {
    return thrown(error);
  }
  if (value === undefined) return 'returns undefined: is a `return` missing?';
  return describe(value);
}

/**
 * The message of the MalformedToken that a call throws; undefined if it doesn't throw one, which is
 * for other checks to tell.
 */
export async function messageOf(call: () => unknown): Promise<string | undefined> {
  const result = await outcome(call, () => 'accepts it');
  return result.startsWith(`${REFUSED}:`) ? result.slice(REFUSED.length + 2) : undefined;
}

/** A message has to contain a word, in upper or lower case. */
export function expectMention(message: string, word: string, what: string): void {
  const expected = `a message that mentions the ${word}`;
  const found = message.toLowerCase().includes(word) ? expected : `the message ${quote(message)}`;
  expect(found, what).toBe(expected);
}

/** Bytes as a learner can read them: `the bytes 61 62`. */
export function bytes(value: unknown): string {
  if (typeof value === 'string') return `returns the string ${quote(value)}, not bytes`;
  if (!(value instanceof Uint8Array)) return `returns ${nameOf(value)}, not a Uint8Array`;
  const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, '0'));
  return hex.length === 0 ? 'no bytes' : `the bytes ${hex.join(' ')}`;
}

/** A string in quotes, with its unusual characters escaped. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

async function thrown(error: unknown): Promise<string> {
  // Not by `lesson`: this file is given, and must not be named as the place of a mistake.
  const { MalformedToken } = await import('#course/01-jwt-basics/malformed-token.ts');
  if (error instanceof MalformedToken) return `${REFUSED}: ${error.message}`;
  if (!(error instanceof Error)) return `throws ${nameOf(error)}, not an Error`;
  // A task that isn't written yet: the grader knows what to say.
  if (Object(error).task !== undefined) throw error;
  return error.name === 'Error'
    ? `throws a plain Error (${quote(error.message)}), not a MalformedToken`
    : `throws ${error.name}: ${error.message}`;
}

function nameOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return `an object of the class ${Object(value).constructor?.name ?? 'null'}`;
}
