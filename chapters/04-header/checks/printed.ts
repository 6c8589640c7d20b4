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
  // In a browser there is only the console.
  const { stdout, stderr } = globalThis.process ?? {};
  const streams = [stdout, stderr].filter((stream) => stream !== undefined);
  const writes = streams.map(({ write }) => write);
  const { emitWarning } = globalThis.process ?? {};
  if (emitWarning !== undefined) {
    process.emitWarning = (...given: unknown[]) => void printed.push(format(...given));
  }
  for (const stream of streams) {
    stream.write = (chunk: unknown, ...more: unknown[]) => {
      printed.push(String(chunk));
      const [done] = more.filter((each) => typeof each === 'function');
      done?.();
      return true;
    };
  }
  try {
    await work();
  } finally {
    streams.forEach((stream, index) => (stream.write = writes[index]!));
    if (emitWarning !== undefined) process.emitWarning = emitWarning;
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

/** Which of these secrets a string contains: their beginnings, or `none`. */
export const found = (secrets: string[], text: string) =>
  listed(secrets.filter((secret) => text.includes(secret)).map((each) => `${each.slice(0, 12)}…`));

/** The elements of a list, in words: `none` for an empty one. */
export const listed = (list: string[]) => list.join(', ') || 'none';
