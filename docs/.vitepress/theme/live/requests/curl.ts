import { PLAIN_DOLLAR, wordsOf } from './shell.ts';

/** A request as the console has it: ready to be sent, save for `$NAME`s in it. */
export interface ConsoleRequest {
  method: string;
  /** With its query: `/api/reports?page=2`. */
  path: string;
  headers: [name: string, value: string][];
  body: string;
}

/** A `curl` command to the course's API. */
export interface CurlCommand {
  request: ConsoleRequest;
  /** The file whose cookies it sends (`-b`). */
  sends?: string;
  /** The file that it keeps cookies in (`-c`). */
  keeps?: string;
}

const DATA = new Set(['-d', '--data', '--data-raw', '--data-binary', '--data-ascii']);
/** Options about what curl prints. */
const QUIET = /^(-[isSvfn]+|--(silent|include|show-error|verbose|fail|path-as-is|no-buffer))$/;
const QUIET_WITH_VALUE = new Set(['-o', '--output', '-w', '--write-out', '-m', '--max-time']);

/**
 * Reads a `curl` command to `127.0.0.1:3000`.
 *
 * @returns undefined for another host, and for options that can't be followed as they stand
 */
export function readCurl(command: string): CurlCommand | undefined {
  const [name, ...words] = wordsOf(command);
  if (name !== 'curl') return undefined;
  const headers: [string, string][] = [];
  const data: string[] = [];
  let method: string | undefined;
  let target: string | undefined;
  let jar: { sends?: string; keeps?: string } = {};
  let asIs = false;
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '--path-as-is') asIs = true;
    else if (QUIET.test(word)) continue;
    else if (QUIET_WITH_VALUE.has(word)) words.shift();
    else if (word === '-X' || word === '--request') method = words.shift();
    else if (word === '-I' || word === '--head') method = 'HEAD';
    else if (word === '-H' || word === '--header') {
      const [, name, content] = /^([^:]+):\s*(.*)$/s.exec(words.shift() ?? '') ?? [];
      if (name === undefined || content === undefined) return undefined;
      headers.push([name, content]);
    } else if (word === '-u' || word === '--user') {
      headers.push(['authorization', `Basic ${toBase64(words.shift() ?? '')}`]);
    } else if (DATA.has(word)) data.push(words.shift() ?? '');
    else if (word === '--data-urlencode') data.push(urlencode(words.shift() ?? ''));
    else if (word === '--json') {
      data.push(words.shift() ?? '');
      headers.push(['content-type', 'application/json'], ['accept', 'application/json']);
    } else if (word === '-b' || word === '--cookie') {
      const value = words.shift() ?? '';
      if (value.includes('=')) headers.push(['cookie', value]);
      else jar = { ...jar, sends: value };
    } else if (word === '-c' || word === '--cookie-jar') {
      jar = { ...jar, keeps: words.shift() ?? '' };
    } else if (word.startsWith('-') || target !== undefined) return undefined;
    else target = word;
  }
  const [, written] =
    /^(?:https?:\/\/)?(?:127\.0\.0\.1|localhost):3000(\/\S*)?$/.exec(target ?? '') ?? [];
  if (target === undefined || (written === undefined && !/:3000\/?$/.test(target)))
    return undefined;
  const path = asIs ? (written ?? '/') : withoutDots(written ?? '/');
  const body = data.join('&');
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (data.length > 0 && !isTyped) {
    headers.push(['content-type', 'application/x-www-form-urlencoded']);
  }
  const request = {
    method: method ?? (data.length === 0 ? 'GET' : 'POST'),
    path,
    headers,
    body,
  };
  return { request, ...jar };
}

/** The request as a command for a shell. */
export function asCurl({ method, path, headers, body }: ConsoleRequest, origin: string): string {
  const words = ['curl -i'];
  if (method !== (body === '' ? 'GET' : 'POST')) words.push(`-X ${method}`);
  if (/\/\.\.?(\/|$|\?)/.test(path)) words.push('--path-as-is');
  words.push(quote(origin + path));
  for (const [name, value] of headers) words.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== '') words.push(`--data-raw ${quote(body)}`);
  return words.join(' ');
}

/** The names of the variables in a request: `TOKEN`. */
export function variablesIn({ path, headers, body }: ConsoleRequest): string[] {
  const text = [path, ...headers.map(([, value]) => value), body].join('\n');
  return [...new Set([...text.matchAll(VARIABLE)].map(([, braced, bare]) => braced ?? bare ?? ''))];
}

/** `${NAME}`, `${NAME%?}` (without its last character), or `$NAME`. */
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?:%\?)?\}|([A-Za-z_]\w*))/g;

/** The request with values in place of its variables. One that has no value stays. */
export function fill(
  request: ConsoleRequest,
  values: Readonly<Record<string, string | undefined>>,
): ConsoleRequest {
  const put = (text: string) =>
    text
      .replace(VARIABLE, (whole, braced?: string, bare?: string) => {
        const value = values[braced ?? bare ?? ''];
        if (!value) return whole;
        return whole.includes('%?') ? value.slice(0, -1) : value;
      })
      .replaceAll(PLAIN_DOLLAR, '$');
  return {
    method: request.method,
    path: put(request.path),
    headers: request.headers.map(([name, value]) => [name, put(value)]),
    body: put(request.body),
  };
}

/** Of a string in UTF-8, as RFC 7617 has it for credentials. */
export function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** As curl does without `--path-as-is` (RFC 3986 §5.2.4). */
function withoutDots(target: string): string {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(target) ?? [];
  const kept: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    if (part === '..') kept.pop();
    if (part !== '.' && part !== '..') kept.push(part);
    else if (index === parts.length - 1) kept.push('');
  }
  return `/${kept.join('/')}${query}`;
}

/** `handle=ines`: the part after the first `=` is encoded. */
function urlencode(value: string): string {
  const at = value.indexOf('=') + 1;
  // A variable is filled in later.
  const encoded = value
    .slice(at)
    .split(/(\$\w+)/)
    .map((part) => (part.startsWith('$') ? part : encodeURIComponent(part)));
  return value.slice(0, at) + encoded.join('');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
