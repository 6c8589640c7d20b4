import express, { type Request, type RequestHandler } from 'express';
import { hasBody, Problem } from './problem.ts';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 100_000;

/**
 * Reads a JSON body into `request.body`: `application/json`, or another type that ends in `+json`.
 * Every API route is behind this, so it also refuses a request with two `Host` lines, and forbids
 * browsers to guess the type of an answer.
 *
 * Fails with a Problem: 400 (two hosts), 400 `malformed-json`, 413 (over 100 kB), or 415 (another
 * type of body). A body that is too large or of another type isn't read: the answer comes at once.
 */
export const jsonBody: RequestHandler = (request, response, next) => {
  response.set('X-Content-Type-Options', 'nosniff');
  requireOneHost(request);
  if (!hasBody(request)) return next();
  if (!isJson(request)) throw unsupported('Send the body as application/json.');
  if (Number(request.headers['content-length']) > BODY_LIMIT) throw tooLarge();

  let answered = false;
  const done = (error?: unknown) => {
    if (answered) return;
    answered = true;
    next(error && problemOf(error));
  };
  // The parser has a limit, too, but reads the rest of the body before it says so. A body without an
  // announced length might never end.
  let length = 0;
  request.on('data', (bytes: Uint8Array) => {
    length += bytes.length;
    if (length > BODY_LIMIT) done(tooLarge());
  });
  parse(request, response, done);
};

const parse = express.json({ limit: BODY_LIMIT, strict: false, type: isJson, verify: requireText });

/** Two `Host` lines: a proxy in front of the app might go by the other one (RFC 9112 §3.2). */
function requireOneHost({ headersDistinct }: Request): void {
  if ((headersDistinct.host ?? []).length <= 1) return;
  throw new Problem(400, { detail: 'The request has more than one Host header.' });
}

/**
 * JSON is UTF-8 (RFC 8259 §8.1). Without this, the parser would read other bytes as `\ufffd`, and an
 * empty body as `{}`. What is thrown here comes back as `entity.verify.failed`.
 */
function requireText(_request: unknown, _response: unknown, bytes: Uint8Array, charset: string) {
  if (bytes.length === 0) throw new Error('The body is empty.');
  if (charset === 'utf-8') new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function isJson({ headers }: Pick<Request, 'headers'>): boolean {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^application\/([\w.-]+\+)?json$/.test(mediaType);
}

/** The parser's errors carry a `type` and a status. None of its own messages is sent. */
function problemOf(error: unknown): unknown {
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.parse.failed' || type === 'entity.verify.failed') {
    return new Problem(400, {
      slug: 'malformed-json',
      title: 'The body is not JSON',
      detail: 'The body is not valid JSON (RFC 8259).',
    });
  }
  if (status === 413 && !(error instanceof Problem)) return tooLarge();
  if (status === 415) return unsupported('The encoding of the body is not supported.');
  return error;
}

function tooLarge(): Problem {
  return new Problem(413, {
    title: 'Content Too Large',
    detail: `A body must be at most ${BODY_LIMIT} bytes long.`,
  });
}

function unsupported(detail: string): Problem {
  return new Problem(415, { detail });
}
