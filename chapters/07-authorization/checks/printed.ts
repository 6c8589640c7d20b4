import { inspect } from 'node:util';

/** Everything that is printed on the console while something runs. */
export async function printedBy(run: () => Promise<unknown>): Promise<string> {
  const printed: string[] = [];
  const names = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;
  const before = names.map((name) => console[name]);
  for (const name of names) {
    console[name] = (...args: unknown[]) => void printed.push(args.map(asPrinted).join(' '));
  }
  try {
    await run();
  } finally {
    for (const [index, name] of names.entries()) console[name] = before[index]!;
  }
  return printed.join('\n');
}

/** As Node prints it, to any depth: what is logged may be collected whole. */
export function asPrinted(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 6, maxStringLength: null });
}

/** Enough of a token or a password to recognize it. */
export function shorten(secret: string): string {
  return secret.length > 14 ? `${secret.slice(0, 12)}…` : secret;
}
