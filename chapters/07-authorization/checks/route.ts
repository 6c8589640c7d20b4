import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import supertest from 'supertest';
import { findPersonById } from '#api/people.ts';
import { Problem } from '#api/problem.ts';
import { makeWorld, PEOPLE, type World } from '#check';
import { thePosting, theMiddleware } from './lessons.ts';

export type Who = keyof typeof PEOPLE;
export type Action = 'post' | 'change' | 'delete';
type Answers = unknown | (() => unknown);

/** What became of a request. */
export interface Fate {
  /** `passed on`, `forbidden`, another error's code, a Problem's status, or what was sent. */
  outcome: string;
  /** What was sent, where something was. */
  body: Record<string, unknown>;
}

/** What a voter was asked. */
export type Question = [who: unknown, permission: Record<string, unknown>];

/** A voter for a check: it notes what it's asked, and returns what it's told, or what that returns. */
export function scripted(answer: Answers) {
  const questions: Question[] = [];
  const voter = (person: { handle: string }, permission: Record<string, unknown>) => {
    questions.push([person?.handle, permission]);
    return typeof answer === 'function' ? (answer as () => unknown)() : answer;
  };
  return { voter, questions };
}

/** A voter that abstains at once, but for the first time: then it waits until it is released. */
export function heldVoter() {
  let arrive = () => {};
  let release = () => {};
  const asked = new Promise<void>((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  let questions = 0;
  const voter = async () => {
    questions += 1;
    arrive();
    if (questions === 1) await released;
    return 'abstain';
  };
  return { voter, asked, release };
}

/** `authorize` for this action alone, in front of a handler that does nothing. */
export async function openMiddleware(action: Action, voters: unknown[], world = makeWorld()) {
  const { authorize } = await theMiddleware();
  const { database } = world;
  return openRoute('/reports/:id', authorize(action, { database, voters: voters as never }), world);
}

/** `postReport` alone. */
export async function openPosting(voters: unknown[], world = makeWorld()) {
  const { postReport } = await thePosting();
  const { database, clock } = world;
  return openRoute('/reports', postReport({ database, clock, voters: voters as never }), world);
}

async function openRoute(path: string, handler: RequestHandler<any>, world: World) {
  // Given code: not a lesson, so that it isn't blamed for an answer that doesn't come.
  const { setPerson } = await import('#course/03-authenticator/person.ts');
  const { AccessDeniedError } = await import('#course/05-errors/access-denied-error.ts');
  let nextCalls = 0;
  let reached = 0;

  const router = express.Router();
  router.use(express.json({ strict: false }));
  router.use((request, _response, next) => {
    const id = request.headers['x-sender'];
    const person = typeof id === 'string' ? findPersonById(world.database, id) : undefined;
    if (person) setPerson(request, person);
    next();
  });
  router.all(
    path,
    (request, response, next) => {
      const counted = (error?: unknown) => {
        if (!error || error === 'route' || error === 'router') nextCalls += 1;
        next(error);
      };
      // Returned, so that Express sees the promise of an async handler.
      return handler(request, response, counted as typeof next) as void;
    },
    (_request, response) => {
      reached += 1;
      response.status(299).json({});
    },
  );
  const tell: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(500).json({ thrown: nameOf(error, AccessDeniedError) });
  };
  const app = express();
  app.use(router);
  app.use((_request, response) => {
    reached += 1;
    response.status(298).json({});
  });
  app.use(tell);

  /** Sends a request as a person who is already known, or as nobody. */
  const send = async (
    who: Who | 'nobody',
    method: 'post' | 'patch' | 'delete',
    to: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Fate> => {
    const request = supertest(app)[method](to).set(headers);
    if (who !== 'nobody') void request.set('X-Sender', PEOPLE[who].id);
    if (body !== undefined) void request.type('json').send(JSON.stringify(body));
    const answer = await request;
    const sent = (answer.body ?? {}) as Record<string, unknown>;
    if (answer.status === 500) return { outcome: String(sent['thrown']), body: sent };
    const outcome = answer.status === 299 ? 'passed on' : `answered ${answer.status}`;
    return { outcome, body: sent };
  };
  return {
    world,
    send,
    /** How often `next()` was called without an error. */
    nextCalls: () => nextCalls,
    /** How often the handler behind it ran. */
    reached: () => reached,
  };
}

function nameOf(error: unknown, AccessDeniedError: new () => Error): string {
  if (error instanceof AccessDeniedError) return 'forbidden';
  if (error === AccessDeniedError) return 'the class AccessDeniedError, without `new`';
  if (error instanceof Problem) return String(error.status);
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  if (code === 'forbidden')
    return "an error with the code forbidden that isn't an AccessDeniedError";
  if (error instanceof Error && error.cause !== undefined) {
    return nameOf(error.cause, AccessDeniedError);
  }
  return String(code ?? message ?? error);
}
