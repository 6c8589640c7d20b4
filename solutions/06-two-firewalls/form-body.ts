import express, { type RequestHandler } from 'express';
import { BODY_LIMIT } from '#api/json-body.ts';
import { Problem } from '#api/problem.ts';

const read = express.urlencoded({ extended: false, limit: BODY_LIMIT });

/** Reads a form into `request.body`. A form that says it is too long is refused before it is read. */
export const formBody: RequestHandler = (request, response, next) => {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
    const detail = `A form may be ${BODY_LIMIT} bytes long at most.`;
    // The rest of it isn't read, so the connection is of no further use.
    throw new Problem(413, { detail, headers: { Connection: 'close' } });
  }
  read(request, response, next);
};
