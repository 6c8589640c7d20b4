/** A request as the console has it: ready to be sent, save for `$NAME`s in it. */
export interface ConsoleRequest {
  method: string;
  /** With its query: `/api/reports?page=2`. */
  path: string;
  headers: [name: string, value: string][];
  body: string;
}

const DATA = new Set(['-d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--json']);
/** Options that say where cookies or the answer go, or how it looks: the console's own affair. */
const WITH_VALUE = new Set([
  '-o',
  '-w',
  '-c',
  '-b',
  '-m',
  '--max-time',
  '--cookie',
  '--cookie-jar',
]);

/**
 * The requests to the course's API in a piece of shell, as the prose has it: each `curl` to
 * `127.0.0.1:3000`. What is no plain `curl` is left out.
 */
export function requestsIn(shell: string): ConsoleRequest[] {
  return commandsIn(shell).flatMap((words) => {
    const at = words.indexOf('curl');
    const request = at < 0 ? undefined : toRequest(words.slice(at + 1));
    return request ? [request] : [];
  });
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

function toRequest(words: string[]): ConsoleRequest | undefined {
  const headers: [string, string][] = [];
  const data: string[] = [];
  let method: string | undefined;
  let target: URL | string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const value = words[at + 1] ?? '';
    if (word === '-X' || word === '--request') method = words[(at += 1)];
    else if (word === '-I' || word === '--head') method = 'HEAD';
    else if (word === '-H' || word === '--header') {
      const [, name, content] = /^([^:]+):\s*(.*)$/s.exec(value) ?? [];
      if (name !== undefined && content !== undefined) headers.push([name, content]);
      at += 1;
    } else if (word === '-u' || word === '--user') {
      headers.push(['authorization', `Basic ${toBase64(value)}`]);
      at += 1;
    } else if (DATA.has(word) || word === '--data-urlencode') {
      data.push(word === '--data-urlencode' ? urlencode(value) : value);
      at += 1;
    } else if (WITH_VALUE.has(word)) at += 1;
    else if (/^-[a-zA-Z]+X$/.test(word)) method = words[(at += 1)];
    else if (!word.startsWith('-')) target ??= word;
  }
  const path = /^(?:https?:\/\/)?(?:127\.0\.0\.1|localhost):3000(\/\S*)?$/.exec(
    String(target ?? ''),
  );
  if (!path) return undefined;
  const body = data.join('&');
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (body !== '' && !isTyped) headers.push(['content-type', 'application/x-www-form-urlencoded']);
  return { method: method ?? (body === '' ? 'GET' : 'POST'), path: path[1] ?? '/', headers, body };
}

/** `handle=ines`: the part after the first `=` is encoded. */
function urlencode(value: string): string {
  const at = value.indexOf('=') + 1;
  return value.slice(0, at) + encodeURIComponent(value.slice(at));
}

/** Of a text in UTF-8, as RFC 7617 has it for credentials. */
export function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** A shell's commands as words: quotes and continued lines are resolved, `$NAME`s are kept. */
function commandsIn(shell: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let quoted = '';
  const end = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (let at = 0; at < shell.length; at += 1) {
    const char = shell[at] ?? '';
    if (quoted !== '') {
      if (char === quoted) quoted = '';
      else if (char === '\\' && quoted === '"' && /["\\$`]/.test(shell[at + 1] ?? '')) {
        word += shell[(at += 1)] ?? '';
      } else word += char;
    } else if (char === '\\') {
      const next = shell[(at += 1)] ?? '';
      if (next !== '\n') word = (word ?? '') + next;
    } else if (char === '"' || char === "'") {
      quoted = char;
      word ??= '';
    } else if (char === '#' && word === undefined) {
      while (at + 1 < shell.length && shell[at + 1] !== '\n') at += 1;
    } else if (/[\n;|&()]/.test(char)) {
      end();
      commands.push([]);
    } else if (/\s/.test(char)) end();
    else if (char === '$' && shell[at + 1] === '(') {
      // `TOKEN=$(curl …)`: what is inside is a command of its own.
      at += 1;
      word = undefined;
      commands.push([]);
    } else word = (word ?? '') + char;
  }
  end();
  return commands;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
