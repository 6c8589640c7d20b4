import { failure } from '../crypto/error.ts';

/** A field's value, as it may be set. */
export type FieldValue = string | number | readonly string[];

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const NOT_IN_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

export function validateHeaderName(name: unknown): void {
  if (typeof name === 'string' && TOKEN.test(name)) return;
  const what = `Header name must be a valid HTTP token ["${String(name)}"]`;
  throw failure(what, 'ERR_INVALID_HTTP_TOKEN', TypeError);
}

export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined) {
    const what = `Invalid value "${value}" for header "${name}"`;
    throw failure(what, 'ERR_HTTP_INVALID_HEADER_VALUE', TypeError);
  }
  if (NOT_IN_A_VALUE.test(String(value))) {
    const what = `Invalid character in header content ["${name}"]`;
    throw failure(what, 'ERR_INVALID_CHAR', TypeError);
  }
}

/** Fields of which Node keeps the first alone, should they come again. */
const FIRST_ALONE = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
]);

export interface ReadFields {
  headers: Record<string, string | string[]>;
  headersDistinct: Record<string, string[]>;
}

/** What becomes of the fields of a message, as Node reads them. */
export function readFields(raw: readonly string[]): ReadFields {
  const headers: Record<string, string | string[]> = {};
  const headersDistinct = Object.create(null) as Record<string, string[]>;
  for (let at = 0; at < raw.length; at += 2) {
    const [name, value] = [(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? ''];
    (headersDistinct[name] ??= []).push(value);
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (name === 'set-cookie') headers[name] = [...(before ?? []), value];
    else if (before === undefined) headers[name] = value;
    else if (name === 'cookie') headers[name] = `${String(before)}; ${value}`;
    else if (!FIRST_ALONE.has(name)) headers[name] = `${String(before)}, ${value}`;
  }
  return { headers, headersDistinct };
}
