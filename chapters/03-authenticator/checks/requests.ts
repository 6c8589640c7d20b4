import express, { type NextFunction, type Request, type Response } from 'express';
import supertest, { type Response as Answer } from 'supertest';
import type { Person } from '#api/people.ts';

/** A request to send. */
export interface Sent {
  /** `GET` unless given. Methods that HTTP doesn't know are set once the request has arrived. */
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Runs before the handler, with the request as Express made it. */
  before?: (request: Request, response: Response) => void;
  /** Runs when the request reaches a handler behind the one that is tried. */
  onReach?: () => void;
}

/** What became of a request. */
export interface Fate {
  /** How often the handler called `next()`, other than with an error. */
  nextCalls: number;
  /** How often the request reached a handler behind it. */
  reached: number;
  /** What the error handlers got. */
  errors: unknown[];
  /** Who sent the request, as the handler behind it sees it. */
  person: Person | undefined;
}

/** An Express app that hands each request to `receive`, and the function that sends it one. */
export function receiver<Result>(
  receive: (request: Request) => Result | Promise<Result>,
): (sent?: Sent) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  const arrivals = new Map<string, Sent>();
  const app = express();
  app.use((request, response) => {
    const number = String(request.headers['x-request-number']);
    arrivals.get(number)?.before?.(request, response);
    const result = (async () => receive(request))();
    results.set(number, result);
    const end = () => response.end();
    result.then(end, end);
  });
  let count = 0;
  return async (sent = {}) => {
    const number = String((count += 1));
    arrivals.set(number, sent);
    await transmit(app, { ...sent, headers: { ...sent.headers, 'x-request-number': number } });
    return results.get(number)!;
  };
}

/**
 * Sends a request through a handler, in a router of Express's own with a handler behind it, and says
 * what became of it.
 *
 * @param findPerson `findPerson` of the learner's person.ts
 */
export async function passThrough(
  handler: unknown,
  findPerson: (request: Request) => Person | undefined,
  sent: Sent = {},
): Promise<Fate> {
  const fate: Fate = { nextCalls: 0, reached: 0, errors: [], person: undefined };
  const reach = (request: Request, response: Response) => {
    fate.reached += 1;
    sent.onReach?.();
    fate.person = findPerson(request);
    response.end();
  };
  const router = express.Router();
  router.use((request, response, next) => {
    sent.before?.(request, response);
    if (sent.method) request.method = sent.method;
    const counted = (error?: unknown) => {
      if (!error || error === 'route' || error === 'router') fate.nextCalls += 1;
      next(error);
    };
    // Returned, so that Express sees the promise of an async handler.
    return (handler as (...args: unknown[]) => unknown)(request, response, counted) as void;
  });
  router.use(reach);
  const app = express();
  app.use(router);
  app.use(reach);
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    fate.errors.push(error);
    if (!response.headersSent) response.status(500).end();
  });
  await transmit(app, { ...sent, method: 'GET' });
  return fate;
}

/** Has requests arrive on one connection, as a browser's do: each gets the socket of the first. */
export function oneConnection(): (request: Request) => void {
  let socket: Request['socket'] | undefined;
  return (request) => {
    socket ??= request.socket;
    request.socket = socket;
  };
}

/** A connection that breaks off says nothing: what became of the request is known on this side. */
async function transmit(app: express.Express, sent: Sent): Promise<void> {
  await ask(supertest(app), sent.method ?? 'GET', sent.path ?? '/reports')
    .set(sent.headers ?? {})
    .then(
      () => undefined,
      () => undefined,
    );
}

/** A request by the name of its method; supertest has a function for each. */
export function ask(
  api: ReturnType<typeof supertest>,
  method: string,
  path: string,
): supertest.Test {
  return api[method.toLowerCase() as 'get'](path);
}

export type { Answer };

/** Some turns of the microtask queue: enough for everything that isn't waiting for anything. */
export async function aMoment(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await undefined;
}

/** A promise that is kept from outside. */
export function deferred<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((keep) => (resolve = keep));
  return { promise, resolve };
}
