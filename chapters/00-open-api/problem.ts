import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';

/** What an error says besides its status. */
export interface ProblemOptions {
  /** The end of its `type`, `https://cairn.example/problems/…`. Without one, `type` is `about:blank`. */
  slug?: string;
  /** The kind of error in a few words. By default, what HTTP calls the status. */
  title?: string;
  /** What went wrong this time, for the person who reads it. */
  detail: string;
  /** Headers of the answer. */
  headers?: Record<string, string>;
  /** Further members of the JSON. */
  extra?: Record<string, unknown>;
}

/** An error that the client gets to see (RFC 9457). Throw it, and the error handler sends it. */
export class Problem extends Error {
  readonly status: number;
  readonly slug: string | undefined;
  readonly title: string;
  readonly detail: string;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(status: number, options: ProblemOptions) {
    super(options.detail);
    this.status = status;
    this.slug = options.slug;
    this.title = options.title ?? STATUS_CODES[status] ?? 'Error';
    this.detail = options.detail;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}

/** Sends a Problem as `application/problem+json`. */
export function sendProblem(response: Response, problem: Problem): void {
  const { status, slug, title, detail, headers, extra } = problem;
  const type = slug ? `https://cairn.example/problems/${slug}` : 'about:blank';
  response.status(status).set(headers).type('application/problem+json');
  response.set('X-Content-Type-Options', 'nosniff');
  readNoFurther(response);
  response.send(JSON.stringify({ type, title, status, detail, ...extra }));
}

/**
 * If a part of the request's body hasn't arrived yet, has the connection closed after the answer:
 * otherwise Node would go on reading it, however long it is.
 */
export function readNoFurther(response: Response): void {
  if (hasBody(response.req) && !response.req.complete) response.set('Connection', 'close');
}

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** 404. Mount it after every route: if a request gets here, none of them has answered. */
export const notFound: RequestHandler = () => {
  throw new Problem(404, { detail: 'There is nothing at this path.' });
};

/** Gets the unexpected errors, for the people who run the server. */
export type Log = (error: unknown) => void;

/**
 * Turns anything that was thrown into a Problem that can be sent. An unexpected error becomes a bare
 * 500: the log gets the error, and the client learns nothing about it.
 */
export function toProblem(error: unknown, log: Log): Problem {
  if (error instanceof Problem) return error;
  // Express and its parsers set a status where the client is to blame. Their messages aren't sent.
  const status = Number(Object(error).status);
  if (Number.isInteger(status) && status >= 400 && status < 500) {
    return new Problem(status, { detail: 'The request could not be read.' });
  }
  log(error);
  return new Problem(500, { detail: 'Something went wrong on our side.' });
}

/** The last middleware of an app: answers every error with a Problem. */
export function answerProblems(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    sendProblem(response, toProblem(error, log));
  };
}
