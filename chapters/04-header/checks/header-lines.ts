import { inspect } from 'node:util';
import express from 'express';
import { lesson } from '#check';

const reading = lesson(
  '04-header/read-bearer.ts',
  () => import('#course/04-header/read-bearer.ts'),
);

/** What a token may look like. `readBearerToken` needn't know that it's a JWT. */
export const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwLW1pcmEifQ.c2lnbmF0dXJl';
const CODES = [
  'malformed-authorization',
  'invalid-token',
  'expired-token',
  'authentication-required',
];
/** What `whatIsRead` says of a malformed header. */
export const REFUSED = 'refused: malformed-authorization';
/** What `whatIsRead` says where there is no token, which isn't an error. */
export const NO_TOKEN = 'no token: undefined';

/** What else a request carries: other headers, a query, a body. */
export interface Elsewhere {
  headers?: Record<string, string>;
  url?: string;
  query?: Record<string, string>;
  body?: unknown;
  cookies?: Record<string, string>;
  /** How the name of the `Authorization` header is written. By default, as fetch and HTTP/2 do. */
  spelled?: string;
}

const app = express();
/** One connection: many requests come over it, and not always from the same person. */
const socket = { remoteAddress: '127.0.0.1' };

/** A request with these `Authorization` lines, with every view of them that Node and Express offer. */
export function requestWith(lines: string[], elsewhere: Elsewhere = {}): express.Request {
  const { headers: others = {}, url = '/api/me', query = {}, body, cookies = {} } = elsewhere;
  const { spelled = 'authorization' } = elsewhere;
  const all = [...Object.entries(others), ...lines.map((line) => [spelled, line] as const)];
  const distinct: Record<string, string[]> = {};
  for (const [name, value] of all) (distinct[name.toLowerCase()] ??= []).push(value);
  const own = {
    app,
    method: 'GET',
    url,
    originalUrl: url,
    path: '/api/me',
    query,
    params: {},
    body,
    cookies,
    signedCookies: cookies,
    socket,
    // Node keeps the first Authorization line in `headers`, and drops the others.
    headers: Object.fromEntries(Object.entries(distinct).map(([name, [first]]) => [name, first])),
    headersDistinct: distinct,
    rawHeaders: all.flat(),
  };
  return Object.create(
    express.request,
    Object.getOwnPropertyDescriptors(own),
  ) as unknown as express.Request;
}

/** What `readBearerToken` does with such a request, in words. */
export async function whatIsRead(lines: string[], elsewhere?: Elsewhere): Promise<string> {
  return whatIsReadFrom(requestWith(lines, elsewhere));
}

/** The same, of a request that may have been read before. */
export async function whatIsReadFrom(request: express.Request): Promise<string> {
  const { readBearerToken } = await reading();
  try {
    const token: unknown = readBearerToken(request);
    if (token === undefined) return NO_TOKEN;
    return typeof token === 'string' && token !== '' ? `the token ${token}` : inspect(token);
  } catch (error) {
    const { code } = Object(error) as { code?: string };
    if (CODES.includes(code ?? '')) return `refused: ${code}`;
    throw error;
  }
}

/** The same, and in words what else is thrown. */
export const outcomeOf = (lines: string[], elsewhere?: Elsewhere) =>
  whatIsRead(lines, elsewhere).catch((error: unknown) => `threw ${String(error)}`);

/** What `readBearerToken` throws for these lines. */
export async function errorFor(lines: string[]): Promise<unknown> {
  const { readBearerToken } = await reading();
  try {
    readBearerToken(requestWith(lines));
    return undefined;
  } catch (error) {
    return error;
  }
}
