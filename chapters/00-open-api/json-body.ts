import express, { type Request, type RequestHandler } from 'express';
import { hasBody, Problem } from './problem.ts';
import { BODY_LIMIT, readBody, requireOneHost } from './read-body.ts';

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
  read(request, response, (error) => next(error && problemOf(error)));
};

const read = readBody(
  express.json({ limit: BODY_LIMIT, strict: false, type: isJson, verify: requireText }),
);

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
  if (status === 415) return unsupported('The encoding of the body is not supported.');
  return error;
}

function unsupported(detail: string): Problem {
  return new Problem(415, { detail });
}
