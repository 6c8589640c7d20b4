import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import request, { type Response } from 'supertest';
import { lesson } from '#check';
import { SECRET } from './own-error.ts';

const theResponder = lesson(
  '05-errors/respond-to-errors.ts',
  () => import('#course/05-errors/respond-to-errors.ts'),
);

/** Stands after the responder: what gets here, the responder threw or passed on. */
const lastWord: ErrorRequestHandler = (error, _request, response, _next) => {
  let what = 'something that has no string';
  try {
    what = String(error);
  } catch {
    // It stays nameless.
  }
  response
    .status(500)
    .type('text')
    .send(`The responder did not answer; it threw or passed on: ${what}`);
};

/** What the client gets, what is logged, and what is passed on after a handler has thrown. */
export async function answerToThrowing(
  thrown: unknown,
): Promise<{ answer: Response; logged: unknown[]; passedOn: number }> {
  const { respondToErrors } = await theResponder();
  const logged: unknown[] = [];
  let passedOn = 0;
  const count: ErrorRequestHandler = (error, _request, _response, next) => {
    passedOn += 1;
    next(error);
  };
  const app = express();
  // Not an Error, on purpose: that is what is tested.
  app.get('/', () => Promise.reject(thrown)); // oxlint-disable-line prefer-promise-reject-errors
  app.use(respondToErrors((error: unknown) => void logged.push(error)));
  app.use(count, lastWord);
  return { answer: await request(app).get('/'), logged, passedOn };
}

/** What the client gets of a handler that has the responder behind it. */
export async function answerTo(handler: RequestHandler): Promise<Response> {
  const { respondToErrors } = await theResponder();
  const app = express();
  app.get('/', handler);
  app.use(respondToErrors(() => {}));
  app.use(lastWord);
  return request(app).get('/');
}

/** An answer whose handler throws when half of it is on its way. */
export async function beginAndThrow() {
  const { respondToErrors } = await theResponder();
  const error = new Error(SECRET);
  const passedOn: unknown[] = [];
  let threw: string | undefined;
  const respond = respondToErrors(() => {});
  const app = express();
  app.get('/', (_request, response) => {
    response.write('[{"id": "r-01"},');
    throw error;
  });
  const watched: ErrorRequestHandler = async (thrown, incoming, response, _next) => {
    try {
      await respond(thrown, incoming, response, (passed?: unknown) => void passedOn.push(passed));
    } catch (failure) {
      threw = String(failure);
    }
    // As Express does it, and so that nothing is left waiting.
    if (!response.writableEnded) response.destroy();
  };
  app.use(watched);
  const outcome = await request(app)
    .get('/')
    .then(
      () => 'a whole answer',
      () => 'broken off',
    );
  return { outcome, passedOn, threw, error };
}
