const MOST_LINES = 500;
const MOST_CHARACTERS = 20_000;

/** Enough of a text to show, and to find a place in: learner's code may have made it endless. */
export function clip(text: string): string {
  const start = text.slice(0, MOST_CHARACTERS);
  const lines = start.split('\n', MOST_LINES).join('\n');
  return lines.length === text.length ? text : `${lines}\n…`;
}

/** Whether a text was clipped. */
export function isClipped(text: string): boolean {
  return text.endsWith('\n…');
}

/** What was thrown, as a text, whatever it is: an error may have no message, or a message of another type. */
export function describe(thrown: unknown): string {
  if (!isObject(thrown)) return clip(String(thrown));
  const message = textOf(thrown, 'message');
  if (message === undefined) return 'an error without a message';
  const name = textOf(thrown, 'name') ?? 'Error';
  return clip(message === '' ? name : `${name}: ${message}`);
}

/**
 * The stack of what was thrown, as in `Error.stack`: the head, and the frames even when the head is
 * very long. What it says when there is none; empty when that says nothing.
 */
export function stackOf(thrown: unknown): string {
  if (!isObject(thrown)) return '';
  const stack = textOf(thrown, 'stack');
  if (stack === undefined) return clip(textOf(thrown, 'message') ?? '');
  const head = clip(stack);
  return isClipped(head) ? `${head}\n${stack.slice(-MOST_CHARACTERS)}` : head;
}

/** A property, if it is a text. To ask for it runs learner's code, where it is a getter or a proxy. */
export function textOf(owner: object, key: string): string | undefined {
  try {
    const value: unknown = Reflect.get(owner, key);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
