import type { Request, RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 100_000;

/**
 * Reads a body with one of Express's parsers, and refuses one that is too large as soon as that is
 * known. The parser has a limit, too, but reads the rest of the body before it says so, and a body
 * without an announced length might never end.
 *
 * Fails with a Problem 413 (over 100 kB), or with what the parser throws.
 */
export function readBody(parse: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (Number(request.headers['content-length']) > BODY_LIMIT) throw tooLarge();
    let answered = false;
    const done = (error?: unknown) => {
      if (answered) return;
      answered = true;
      next(Object(error).status === 413 ? tooLarge() : error);
    };
    let length = 0;
    request.on('data', (bytes: Uint8Array) => {
      length += bytes.length;
      if (length > BODY_LIMIT) done(tooLarge());
    });
    parse(request, response, done);
  };
}

/** Two `Host` lines: a proxy in front of the app might go by the other one (RFC 9112 §3.2). */
export function requireOneHost({ headersDistinct }: Request): void {
  if ((headersDistinct.host ?? []).length <= 1) return;
  throw new Problem(400, { detail: 'The request has more than one Host header.' });
}

function tooLarge(): Problem {
  return new Problem(413, {
    title: 'Content Too Large',
    detail: `A body must be at most ${BODY_LIMIT} bytes long.`,
  });
}
