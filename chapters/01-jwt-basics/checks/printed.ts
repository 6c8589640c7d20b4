import { expect } from '#check';

/** Everything that is printed on the console while `work` runs, as one string. */
export async function printedDuring(work: () => unknown): Promise<string> {
  const printed: string[] = [];
  const original = { ...console };
  for (const [method, value] of Object.entries(original)) {
    if (typeof value !== 'function') continue;
    const note = (...args: unknown[]) => void printed.push(args.map(asText).join(' '));
    Reflect.set(console, method, note);
  }
  try {
    await work();
  } finally {
    Object.assign(console, original);
  }
  return printed.join('\n');
}

/** How much of a secret gives it away: the first characters of most tokens are the same. */
const PIECE = 12;

/** Fails if a piece of one of the secrets, given by what they are, was printed or logged. */
export function expectNone(secrets: Record<string, string>, output: string, what: string): void {
  for (const [name, secret] of Object.entries(secrets)) {
    const pieces = Array.from({ length: Math.max(1, secret.length - PIECE + 1) }, (_, start) =>
      secret.slice(start, start + PIECE),
    );
    const leaks = pieces.some((piece) => output.includes(piece));
    const found = leaks ? `prints ${name}` : 'prints nothing secret';
    expect(found, what).toBe('prints nothing secret');
  }
}

function asText(value: unknown): string {
  if (value instanceof Error) return `${value.message} ${value.stack}`;
  if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value);
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(value);
  }
}
