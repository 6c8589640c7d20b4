import type { AnswerView } from '../../../../scripts/live/protocol.ts';
import { type ConsoleRequest, toBase64 } from './curl.ts';

/** The people in the data, and the credentials that each would send. */
export const PEOPLE = [
  ['mira', 'granite-switchback-7'],
  ['tomas', 'potůček:u:lesa-9'],
  ['ines', 'lookout-at-dawn-3'],
].map(([handle = '', password = '']) => ({
  handle,
  basic: `Basic ${toBase64(`${handle}:${password}`)}`,
}));

/** Headers as people write them: one a line, `name: value`. Lines without a colon are left out. */
export function headersOf(text: string): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
}

/** The same, the other way round. */
export function linesOf(headers: readonly (readonly [string, string])[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** The header lines with these credentials for any that were there; none for an empty text. */
export function withCredentials(text: string, value: string): string {
  const others = headersOf(text).filter(([name]) => name.toLowerCase() !== 'authorization');
  return linesOf(value === '' ? others : [['authorization', value], ...others]);
}

/** The request with values in place of its `$NAME`s. One that has no value stays. */
export function fill(request: ConsoleRequest, values: Record<string, string>): ConsoleRequest {
  const put = (text: string) =>
    text.replace(/\$([A-Z_]+)/g, (whole, name: string) => values[name] || whole);
  return {
    method: request.method,
    path: put(request.path),
    headers: request.headers.map(([name, value]) => [name, put(value)]),
    body: put(request.body),
  };
}

/** A request as text, as HTTP has it. */
export function requestText({ method, path, headers, body }: ConsoleRequest): string {
  return [`${method} ${path} HTTP/1.1`, linesOf(headers), '', body].join('\n').trimEnd();
}

/** An answer as text. */
export function answerText({ statusLine, headers, body }: AnswerView): string {
  return `${statusLine}\n${linesOf(headers)}\n\n${body}`.trimEnd();
}
