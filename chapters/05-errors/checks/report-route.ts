import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import request from 'supertest';
import { findPersonById } from '#api/people.ts';
import { Problem } from '#api/problem.ts';
import { getReport } from '#api/reports.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import { lesson, makeWorld, PEOPLE } from '#check';
import type { Handle } from './app-of-chapter-5.ts';

const theAuthor = lesson(
  '05-errors/only-the-author.ts',
  () => import('#course/05-errors/only-the-author.ts'),
);

/** A person's handle, or id; or nobody. */
type Sender = Handle | 'nobody' | `p-${string}`;

/** How a report is written to. `PUT` is served here alone. */
type Method = 'PATCH' | 'DELETE' | 'PUT';

/** The reports behind `onlyTheAuthor` alone, asked for by a person who is already known, or by nobody. */
export async function openRoute() {
  const { onlyTheAuthor } = await theAuthor();
  // Given code: not a lesson, so that it isn't blamed for an answer that doesn't come.
  const { setPerson } = await import('#course/03-authenticator/person.ts');
  const { AccessDeniedError } = await import('#course/05-errors/access-denied-error.ts');
  const { database } = makeWorld();
  let passed = 0;
  let passedAndMore = 0;

  const routes = express.Router();
  routes.use(express.json());
  routes.use((incoming, _response, next) => {
    const id = incoming.headers['x-sender'];
    const person =
      typeof id === 'string' ? findPersonById(database, decodeURIComponent(id)) : undefined;
    if (person) setPerson(incoming, person);
    delete incoming.headers['x-sender'];
    next();
  });
  const author = onlyTheAuthor(database);
  const beforeChange: RequestHandler<{ id: string }>[] = [
    async (incoming, response, next) => {
      let hasPassed = false;
      try {
        await author(incoming, response, (error?: unknown) => {
          if (hasPassed) return void (passedAndMore += 1);
          hasPassed = error === undefined;
          if (hasPassed) passed += 1;
          // Express would skip the handler, and the client see nothing but another 404.
          next(error === 'route' || error === 'router' ? new Error(`next('${error}')`) : error);
        });
      } catch (error) {
        if (!hasPassed) throw error;
        passedAndMore += 1;
      }
    },
  ];
  // A method of next year: whoever adds it mounts the same middleware before it.
  routes.put('/reports/:id', ...beforeChange, (incoming, response) => {
    getReport(database, incoming.params.id);
    response.status(204).end();
  });
  const unused: RequestHandler = (_request, _response, next) => next();
  serveTrailsAndReports(routes, database, { post: unused, beforeChange });
  const tellVerdict: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(500).type('text').send(verdictOf(error, AccessDeniedError));
  };
  const app = express();
  app.use(routes);
  app.use(tellVerdict);

  /** `done`, or what was thrown: `forbidden`, the code of another error, the status of a Problem. */
  const sendTo = async (
    sender: Sender,
    method: Method,
    path: string,
    body: object | undefined = {},
    headers: Record<string, string> = {},
  ) => {
    const sent = request(app)[method.toLowerCase() as Lowercase<Method>](path).set(headers);
    if (sender !== 'nobody') void sent.set('x-sender', encodeURIComponent(idOf(sender)));
    const { status, text } = await (body === undefined ? sent : sent.send(body));
    if (status === 200 || status === 204) return 'done';
    if (status === 404) return '404';
    return status === 500 ? text : `answered ${status} itself, instead of throwing`;
  };
  return {
    database,
    /** How often a request was let through to the handler behind. */
    passed: () => passed,
    /** How often a request was let through, and then passed on again or refused as well. */
    passedAndMore: () => passedAndMore,
    sendTo,
    send: (sender: Sender, method: Method, id: string) =>
      sendTo(sender, method, `/reports/${id}`, { title: 'Changed' }),
    titleOf: (id: string) =>
      database.get<{ title: string }>('SELECT title FROM reports WHERE id = ?', id)?.title,
    /** Stores a report by this author. */
    addReport: (id: string, authorId: string) =>
      database.run(
        'INSERT INTO reports SELECT ?, trail, ?, condition, title, body, createdAt FROM reports LIMIT 1',
        id,
        authorId,
      ),
    addPerson: (id: string, handle: string) =>
      database.run(
        `INSERT INTO people (id, handle, name, role, passwordHash)
         SELECT ?, ?, name, role, passwordHash FROM people WHERE id = 'p-mira'`,
        id,
        handle,
      ),
  };
}

function idOf(sender: Sender): string {
  return sender in PEOPLE ? PEOPLE[sender as Handle].id : sender;
}

function verdictOf(error: unknown, AccessDeniedError: new () => Error): string {
  if (error instanceof AccessDeniedError) return 'forbidden';
  if (typeof error === 'string') return `the string "${error}"`;
  if (error === AccessDeniedError) return 'the class AccessDeniedError, without `new`';
  if (error instanceof Problem) return String(error.status);
  const { code } = Object(error) as { code?: unknown };
  if (code === 'forbidden')
    return "an error with the code forbidden that isn't an AccessDeniedError";
  return String(code ?? error);
}
