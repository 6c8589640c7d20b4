import type { IncomingMessage } from 'node:http';
import express, { type RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 100_000;

/**
 * Reads a JSON body into `request.body`: `application/json`, or another type that ends in `+json`.
 *
 * Fails with a Problem: 400 `malformed-json`, 413 (over 100 kB), or 415 (another type of body).
 */
export const jsonBody: RequestHandler = (request, response, next) => {
  if (!hasBody(request)) return next();
  if (!isJson(request)) throw unsupported('A body is read as application/json.');
  parse(request, response, (error?: unknown) => next(error && faultOf(error)));
};

const parse = express.json({ limit: BODY_LIMIT, strict: false, type: isJson, verify: wantText });

/**
 * JSON is UTF-8 (RFC 8259 §8.1). The parser would read bytes that are not as `\ufffd`, and no bytes
 * at all as `{}`, without a word. What is thrown here comes back as `entity.verify.failed`.
 */
function wantText(_request: unknown, _response: unknown, bytes: Uint8Array, charset: string): void {
  if (bytes.length === 0) throw new Error('There is nothing to parse.');
  if (charset === 'utf-8') new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isJson({ headers }: IncomingMessage): boolean {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^application\/([\w.-]+\+)?json$/.test(mediaType);
}

/** body-parser's errors carry a `type` and a status of their own. None of its messages goes out. */
function faultOf(error: unknown): unknown {
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.parse.failed' || type === 'entity.verify.failed') {
    return new Problem(400, {
      slug: 'malformed-json',
      title: 'The body is not JSON',
      detail: 'The body does not parse as JSON (RFC 8259).',
    });
  }
  if (status === 413) {
    return new Problem(413, {
      title: 'Content Too Large',
      detail: `A body may be ${BODY_LIMIT} bytes long at the most.`,
    });
  }
  if (status === 415) return unsupported('The body is encoded in a way that is not read here.');
  return error;
}

function unsupported(detail: string): Problem {
  return new Problem(415, { detail });
}
