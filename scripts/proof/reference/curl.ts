import { parseArgs } from 'node:util';

/** A request, as a `curl` command asks for it. */
export interface CurlRequest {
  method: string;
  /** With its query. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | undefined;
  /** Whether it sends the cookies that are kept (`-b`), and keeps those that come (`-c`). */
  cookies: { sends: boolean; keeps: boolean };
}

const OPTIONS = {
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  data: { type: 'string', short: 'd', multiple: true },
  user: { type: 'string', short: 'u' },
  cookie: { type: 'string', short: 'b' },
  'cookie-jar': { type: 'string', short: 'c' },
  include: { type: 'boolean', short: 'i' },
  silent: { type: 'boolean', short: 's' },
} as const;

/**
 * Reads a `curl` command of our pages: the few options that they use, and no other.
 *
 * @param variables what the shell puts in the place of `$NAME`, outside of single quotes
 */
export function readCurl(command: string, variables: Record<string, string>): CurlRequest {
  const [name, ...args] = wordsOf(command, variables);
  if (name !== 'curl') throw new Error(`This is no curl command: ${command}`);
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const url = new URL(positionals[0] ?? '');
  const body = values.data?.join('&');

  const headers: Record<string, string> = {};
  if (values.user !== undefined) {
    headers['authorization'] = `Basic ${Buffer.from(values.user).toString('base64')}`;
  }
  if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  for (const line of values.header ?? []) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return {
    method: values.request ?? (body === undefined ? 'GET' : 'POST'),
    path: url.pathname + url.search,
    headers,
    body,
    cookies: { sends: 'cookie' in values, keeps: 'cookie-jar' in values },
  };
}

/** A command's words. Quotes only begin and end at a word's edges. */
function wordsOf(command: string, variables: Record<string, string>): string[] {
  const words = command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...words].map(([, single, double, bare]) => {
    if (single !== undefined) return single;
    return (double ?? bare ?? '').replaceAll(/\$([A-Z]+)/g, (_all, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`Nothing has set $${name}.`);
      return value;
    });
  });
}
