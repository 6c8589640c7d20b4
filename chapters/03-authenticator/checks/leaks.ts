import { inspect } from 'node:util';

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

/** Runs something, and returns everything that it printed. */
export async function printedBy(work: () => unknown): Promise<string> {
  const before = METHODS.map((method) => console[method]);
  const printed: string[] = [];
  for (const method of METHODS) {
    console[method] = (...args: unknown[]) => {
      printed.push(args.map(asText).join(' '));
    };
  }
  const streams = [process.stdout, process.stderr];
  const write = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = ((text: string | Uint8Array) => {
      printed.push(Buffer.from(text as string).toString());
      return true;
    }) as typeof stream.write;
  }
  try {
    await work();
  } finally {
    streams.forEach((stream, index) => (stream.write = write[index]!));
    METHODS.forEach((method, index) => (console[method] = before[index]!));
  }
  return printed.join('\n');
}

/** How a value looks in a log: with everything that hangs on it. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 9, maxArrayLength: 2000 });
}

/**
 * What of a token can be read in a text, by name. Its payload in plain is no secret; what makes it
 * usable is the signature, however it is written.
 */
export function leakedParts(token: string, text: string): string[] {
  const [, payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const start = [...bytes.subarray(0, 12)];
  const forms: Record<string, string> = {
    'the token': token,
    'its payload': payload,
    'its signature': signature,
    'its signature in base64': bytes.toString('base64').slice(0, 60),
    'its signature in hex': bytes.toString('hex').slice(0, 60),
    'the bytes of its signature': start.join(','),
    'the buffer of its signature': Buffer.from(start)
      .toString('hex')
      .replace(/(..)(?!$)/g, '$1 '),
  };
  const plain = text.replace(/,\s+/g, ',');
  return Object.keys(forms).filter((name) => {
    const form = forms[name]!;
    return form !== '' && (text.includes(form) || plain.includes(form));
  });
}
