import type { Database } from '#api/database.ts';
import { signToken } from '#check';

/** What no client may ever read. */
export const SECRET =
  'SQLITE_ERROR: no such column: pepper in SELECT passwordHash FROM people at /srv/cairn/database.ts:42:7';

interface OwnError {
  what: string;
  method: string;
  path: string;
  authorization?: string;
  breaks: (database: Database) => void;
}

/** Ways in which something on our side breaks. */
export const OWN_ERRORS: OwnError[] = [
  {
    what: 'the database is closed',
    method: 'GET',
    path: '/api/reports',
    breaks: (database) => database.close(),
  },
  {
    what: 'a table is gone',
    method: 'GET',
    path: '/api/trails',
    breaks: (database) => database.exec('PRAGMA foreign_keys = OFF; DROP TABLE trails'),
  },
  {
    what: 'the database throws an Error full of SQL',
    method: 'GET',
    path: '/api/reports/r-01',
    breaks: (database) => breakDatabase(database, new Error(SECRET)),
  },
  {
    what: 'the database throws a string',
    method: 'GET',
    path: '/api/trails',
    breaks: (database) => breakDatabase(database, SECRET),
  },
  {
    what: 'the database throws an Error with the status 404.5',
    method: 'GET',
    path: '/api/trails',
    breaks: (database) =>
      breakDatabase(database, Object.assign(new Error(SECRET), { status: 404.5 })),
  },
  {
    what: 'the database throws an Error whose status is a symbol',
    method: 'GET',
    path: '/api/trails',
    breaks: (database) =>
      breakDatabase(database, Object.assign(new Error(SECRET), { status: Symbol('404') })),
  },
  {
    what: 'the database fails while a report is deleted',
    method: 'DELETE',
    path: '/api/reports/r-01',
    authorization: `Bearer ${signToken()}`,
    breaks: (database) => {
      database.run = () => {
        throw new Error(SECRET);
      };
    },
  },
];

/** From now on, whatever is asked of the database throws. */
export function breakDatabase(database: Database, thrown: unknown): void {
  const fail = (): never => {
    throw thrown;
  };
  Object.assign(database, { all: fail, get: fail, run: fail, exec: fail });
}

/** What a handler may throw that must become a bare 500, and be logged once. */
export const THROWN: [what: string, thrown: unknown][] = [
  ['a string', SECRET],
  ['an empty string', ''],
  ['a number', 42],
  ['undefined', undefined],
  ['null', null],
  ['false', false],
  ['a symbol', Symbol(SECRET)],
  ['a function', () => SECRET],
  ['an array', [SECRET]],
  ['an object with a message', { message: SECRET, stack: SECRET }],
  ['an object without a prototype', Object.assign(Object.create(null), { detail: SECRET })],
  [
    'an object that looks like a problem',
    { status: 500, slug: 'x', title: SECRET, detail: SECRET },
  ],
  ['an Error with status 503', failure({ status: 503, expose: true })],
  ...[99, 200, 302, 399, 500, 600, 999, -404, 404.5, NaN, Infinity].map(
    (status): [string, unknown] => [`an Error with status ${status}`, failure({ status })],
  ),
  ['an Error with headers', failure({ headers: { 'x-dsn': SECRET } })],
  ['an Error with statusCode 503', failure({ statusCode: 503, expose: true })],
  ['an Error with statusCode 404', failure({ statusCode: 404, expose: true })],
  ['an Error with a code', failure({ code: 'SQLITE_CONSTRAINT', errno: 19 })],
  ...['forbidden', 'expired-token', 'invalid-token', 'authentication-required', 'ENOENT'].map(
    (code): [string, unknown] => [`an Error with the code ${code}`, failure({ code })],
  ),
  ['an Error named AuthenticationError', failure({ name: 'AuthenticationError' })],
  ['an Error named TokenExpiredError', failure({ name: 'TokenExpiredError' })],
  ['an Error with a cause', new Error('failed', { cause: new Error(SECRET) })],
  ['an AggregateError', new AggregateError([new Error(SECRET)], SECRET)],
  ['an Error about a token', new Error('jwt expired, invalid token, forbidden, unauthorized')],
  ['an Error whose message cannot be read', unreadable()],
  ['a TypeError', new TypeError(SECRET)],
  ['a SyntaxError', new SyntaxError(SECRET)],
  ['a RangeError', new RangeError(SECRET)],
  ['a ReferenceError', new ReferenceError(SECRET)],
  ['a URIError', new URIError(SECRET)],
];

function failure(properties: object): Error {
  return Object.assign(new Error(SECRET), properties);
}

function unreadable(): Error {
  const error = new Error(SECRET);
  for (const name of ['stack', 'message', 'name', 'cause', 'code']) {
    Object.defineProperty(error, name, {
      get: () => {
        throw new TypeError(SECRET);
      },
    });
  }
  return error;
}
