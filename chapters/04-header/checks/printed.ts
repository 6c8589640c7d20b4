import { format, inspect } from 'node:util';
import type { World } from '#check';

/** Runs `work`, and returns what it printed meanwhile, as the console would show it. */
export async function printedDuring(work: () => unknown): Promise<string> {
  const methods = Object.keys(console) as (keyof Console)[];
  const originals = methods.map((name) => [name, Reflect.get(console, name) as unknown] as const);
  const printed: string[] = [];
  for (const [name, original] of originals) {
    if (typeof original !== 'function') continue;
    Reflect.set(console, name, (...given: unknown[]) => void printed.push(format(...given)));
  }
  try {
    await work();
  } finally {
    for (const [name, original] of originals) Reflect.set(console, name, original);
  }
  return printed.join('\n');
}

/** What the app's log was given, as a log would show it. */
export const loggedBy = ({ logged }: World) => inspect(logged, { depth: 6 });

/**
 * The parts of an `Authorization` value that must not get into a log: whoever reads the token's
 * payload and signature there can use it.
 */
export function secretsOf(authorization: string): string[] {
  const [, credentials = ''] = authorization.split(' ');
  const [, ...parts] = credentials.split('.');
  return [credentials, ...parts];
}

/** Which of these secrets a string contains. */
export const found = (secrets: string[], text: string) =>
  secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 12)}…`);
