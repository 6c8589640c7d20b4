import type { AnswerView } from '../../../../../scripts/live/protocol.ts';
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

/** The header lines with these credentials for any that were there; none for an empty string. */
export function withCredentials(text: string, value: string): string {
  const others = headersOf(text).filter(([name]) => name.toLowerCase() !== 'authorization');
  return linesOf(value === '' ? others : [['authorization', value], ...others]);
}

/** A request as text, as HTTP has it. */
export function requestText({ method, path, headers, body }: ConsoleRequest): string {
  return [`${method} ${path} HTTP/1.1`, linesOf(headers), '', body].join('\n').trimEnd();
}

/** An answer as it came over the wire. */
export function answerText({ statusLine, headers, body }: AnswerView): string {
  return `${statusLine}\n${linesOf(headers)}\n\n${body}`.trimEnd();
}

/** Headers that say nothing about authentication, and stand on every answer. */
const USUAL =
  /^(date|connection|keep-alive|etag|content-length|transfer-encoding|x-.*|cross-origin-.*|origin-agent-cluster|referrer-policy|strict-transport-security|content-security-policy)$/i;

/** An answer to be read: JSON is indented, and the headers that every answer has are counted. */
export interface ReadableAnswer {
  headers: string;
  /** How many headers are left out. */
  hidden: number;
  body: string;
}

export function readableAnswer({ headers, body }: AnswerView): ReadableAnswer {
  const shown = headers.filter(([name]) => !USUAL.test(name));
  return {
    headers: linesOf(shown),
    hidden: headers.length - shown.length,
    body: indented(body),
  };
}

function indented(body: string): string {
  if (!/^\s*[{[]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
