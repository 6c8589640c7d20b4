import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';

/** What a problem says besides its status. */
export interface ProblemOptions {
  /** What kind of problem it is: the end of its `type`. Without one, `type` is `about:blank`. */
  slug?: string;
  /** The kind in a few words; the status's own words unless told. */
  title?: string;
  /** What happened this time, for the person who reads it. */
  detail: string;
  /** Response header fields that go with it. */
  headers?: Record<string, string>;
  /** Further members of the problem. */
  extra?: Record<string, unknown>;
}

/** An error that a client is meant to see (RFC 9457). Throw it; the responder answers. */
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

/** Answers with a problem as `application/problem+json`. */
export function sendProblem(response: Response, problem: Problem): void {
  const { status, slug, title, detail, headers, extra } = problem;
  const type = slug ? `https://cairn.example/problems/${slug}` : 'about:blank';
  response.status(status).set(headers).type('application/problem+json');
  response.send(JSON.stringify({ type, title, status, detail, ...extra }));
}

/** Mounted after every route: nothing answered. */
export const notFound: RequestHandler = () => {
  throw new Problem(404, { detail: 'There is nothing at this path.' });
};

/** Something that is told about errors that nobody expected, for whoever runs the server. */
export type Log = (error: unknown) => void;

/**
 * Turns whatever was thrown into a problem that is fit to be shown. An error that is not ours to
 * explain becomes a bare 500: the log gets the error, the client gets none of it.
 */
export function toProblem(error: unknown, log: Log): Problem {
  if (error instanceof Problem) return error;
  // Express and its parsers put a status on what a client got wrong. Their words stay here.
  const status = Number(Object(error).status);
  if (Number.isInteger(status) && status >= 400 && status < 500) {
    return new Problem(status, { detail: 'The request could not be read.' });
  }
  log(error);
  return new Problem(500, { detail: 'Something went wrong on our side.' });
}

/** The last middleware of an app: whatever was thrown, the answer is a problem. */
export function answerProblems(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    sendProblem(response, toProblem(error, log));
  };
}
