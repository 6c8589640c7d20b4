import { expect } from '#check';

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

/** Everything that is printed on the console while `work` runs, as one string. */
export async function printedDuring(work: () => unknown): Promise<string> {
  const printed: string[] = [];
  const originals = METHODS.map((method) => console[method]);
  for (const method of METHODS) {
    console[method] = (...args: unknown[]) => void printed.push(args.map(asText).join(' '));
  }
  try {
    await work();
  } finally {
    METHODS.forEach((method, index) => (console[method] = originals[index]!));
  }
  return printed.join('\n');
}

/** Fails if one of the secrets, given by what they are, was printed or logged. */
export function expectNone(secrets: Record<string, string>, output: string, what: string): void {
  for (const [name, secret] of Object.entries(secrets)) {
    const found = output.includes(secret) ? `prints ${name}` : 'prints nothing secret';
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
