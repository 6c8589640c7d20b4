import express, { type RequestHandler } from 'express';
import { BODY_LIMIT, readBody, requireOneHost } from '#api/read-body.ts';

/**
 * Reads a form into `request.body`. Every route of the office is behind this, so it also refuses a
 * request with two `Host` lines.
 *
 * Fails with a Problem: 400 (two hosts), or 413 (over 100 kB).
 */
export const formBody: RequestHandler = (request, response, next) => {
  requireOneHost(request);
  read(request, response, next);
};

const read = readBody(express.urlencoded({ extended: false, limit: BODY_LIMIT }));
