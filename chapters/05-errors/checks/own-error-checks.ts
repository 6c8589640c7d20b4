import request, { type Response } from 'supertest';
import {
  basic,
  check,
  expect,
  goodClaims,
  goodHeader,
  NOW,
  PEOPLE,
  signToken,
  strangerKeys,
} from '#check';
import { openApp, reportsBy, send, tokenOf } from './app-of-chapter-5.ts';
import { expectNoChallenge } from './challenge.ts';
import { breakDatabase, OWN_ERRORS, SECRET, THROWN } from './own-error.ts';
import { expectProblem } from './problem.ts';
import { answerToThrowing, beginAndThrow } from './responder.ts';

/** What 5.4 does with everything that isn't a refusal: our own errors, those of libraries, and whatever else is thrown. */
export function checkOwnErrors(): void {
  check(
    'our-fault-says-nothing',
    'answers an error of our own with a bare 500 that reveals nothing',
    {
      points: 3,
      hint: [
        "An error's message is for the people who wrote the code. It can contain SQL, a path or a password.",
        '`toProblem(error, log)` makes a bare 500 of what no client should see.',
      ],
    },
    async () => {
      const bodies = new Set<string>();
      for (const { what, method, path, authorization, breaks } of OWN_ERRORS) {
        const { app, world } = await openApp();
        breaks(world.database);
        const answer = await send(app, method, path, authorization);
        expectProblem(`${method} ${path} when ${what}`, answer, 500);
        expect(answer.body.type, 'the type of a 500').toBe('about:blank');
        bodies.add(answer.text);
      }
      expect([...bodies].slice(1), 'what other 500s say that the first one does not').toEqual([]);
    },
  );

  check(
    'our-fault-is-not-theirs',
    'answers 500, not 401, when the database fails while someone is recognized',
    {
      points: 2,
      hint: [
        'A client that gets a 401 throws its token away. Here the token is good and the database is not.',
        'Only an `AuthenticationError` says that the credentials are to blame.',
      ],
    },
    async () => {
      for (const [method, path, authorization] of [
        ['GET', '/api/me', tokenOf('mira')],
        ['POST', '/api/tokens', basic('mira', PEOPLE.mira.password)],
      ] as const) {
        const { app, world } = await openApp();
        breakDatabase(world.database, new Error(SECRET));
        const answer = await send(app, method, path, authorization);
        const what = `${method} ${path} with good credentials, when the database fails`;
        expectProblem(what, answer, 500);
        expectNoChallenge(what, answer);
      }
    },
  );

  check(
    'tells-the-log',
    "logs an error of our own once, and nothing that is the client's doing",
    {
      points: 2,
      hint: [
        'Someone has to read what the client must not. And a log full of wrong tokens is a log that no one reads.',
        'Pass `log` on to `toProblem`, which knows what to log. Log no other refusal.',
      ],
    },
    async () => {
      const { app, world } = await openApp();
      const forged = signToken(goodClaims(), goodHeader(), strangerKeys.privateKey);
      const others = `/api/reports/${reportsBy(world.database, 'ines')[0]}`;
      await send(app, 'GET', '/api/me');
      await send(app, 'GET', '/api/me', 'Bearer');
      await send(app, 'GET', '/api/me', `Bearer ${signToken(goodClaims({ exp: NOW }))}`);
      await send(app, 'GET', '/api/me', `Bearer ${forged}`);
      await send(app, 'DELETE', others, tokenOf('mira'));
      await send(app, 'GET', '/api/reports/r-none');
      await send(app, 'GET', '/api/reports?page=0');
      await send(app, 'GET', '/api/reports/%E0%A4%A');
      expect(
        world.logged.map(String),
        "the log after eight answers that were all the client's doing",
      ).toEqual([]);
      const thrown = new Error(SECRET);
      breakDatabase(world.database, thrown);
      await send(app, 'GET', '/api/trails');
      const found = world.logged.filter(
        (entry) => entry === thrown || (entry as Error | undefined)?.cause === thrown,
      );
      expect(found.length, 'how often the log gets the error that the database threw').toBe(1);
    },
  );

  check(
    'logs-what-caused-a-401',
    'logs the bug that caused a 401, and keeps it from the client',
    {
      points: 2,
      hint: [
        "If a name in our code is misspelled, every token looks invalid. The clients can't fix that; you can, if you hear of it.",
        'An `AuthenticationError` keeps the error behind it as its `cause`. A bad token causes neither a `TypeError` nor a `ReferenceError`.',
        '`if (cause instanceof TypeError || …) log(cause)`, and then the same answer as ever.',
      ],
    },
    async () => {
      const { AuthenticationError } =
        await import('#course/03-authenticator/authentication-error.ts');
      for (const [code, status] of [
        ['invalid-token', 401],
        ['expired-token', 401],
        ['malformed-authorization', 400],
        ['authentication-required', 401],
      ] as const) {
        const thrown = (cause: unknown) =>
          Object.defineProperty(new AuthenticationError(code), 'cause', { value: cause });
        const plain = await answerToThrowing(new AuthenticationError(code));
        expectProblem(`the answer to an error with the code ${code}`, plain.answer, status, code);
        expect(plain.logged, `the log after an error without a cause, ${code}`).toEqual([]);
        // What Node and Express throw is often of a subclass.
        const ofSubclass = new (class BadArgument extends TypeError {})(SECRET);
        for (const cause of [new TypeError(SECRET), new ReferenceError(SECRET), ofSubclass]) {
          const { answer, logged } = await answerToThrowing(thrown(cause));
          const found = logged.filter(
            (entry) => entry === cause || (entry as Error | undefined)?.cause === cause,
          );
          const what = `an error with the code ${code}, caused by a ${cause.constructor.name}`;
          expect(found.length, `how often the log gets the cause of ${what}`).toBe(1);
          expect(answer.status, `the status of the answer to ${what}`).toBe(status);
          expect(answer.text, `the answer to ${what}`).toBe(plain.answer.text);
        }
        for (const cause of [new Error('invalid signature'), new SyntaxError('x'), 'a string']) {
          const { answer, logged } = await answerToThrowing(thrown(cause));
          expect(answer.text, `the answer to ${code}, caused by a bad token`).toBe(
            plain.answer.text,
          );
          expect(logged.map(String), `the log after ${code}, caused by a bad token`).toEqual([]);
        }
      }
    },
  );

  check(
    'takes-whatever-is-thrown',
    'makes a bare 500 of whatever else is thrown, even when it is not an Error',
    {
      points: 2,
      hint: [
        'JavaScript can throw anything: a string, `null`, an object with a status. Which of them is ours?',
        'Ask `instanceof` before you read a property, and leave the rest to `toProblem(error, log)`.',
      ],
    },
    async () => {
      for (const [what, thrown] of THROWN) {
        const { answer, logged, passedOn } = await answerToThrowing(thrown);
        expectProblem(`the answer after a handler threw ${what}`, answer, 500);
        expect(answer.body.type, `its type, after ${what}`).toBe('about:blank');
        expectNoChallenge(`the answer after a handler threw ${what}`, answer);
        expect(passedOn, `errors passed on with next(), though answered: ${what}`).toBe(0);
        expect(logged.length, `entries in the log after a handler threw ${what}`).toBe(1);
      }
    },
  );

  check(
    'knows-errors-by-class',
    'recognizes errors by their class, and subclasses as well',
    {
      points: 1,
      hint: [
        'Other errors have a `code` or a `name`, too. What is true of ours alone?',
        '`error instanceof AccessDeniedError` is true for a subclass as well.',
      ],
    },
    async () => {
      const { AuthenticationError } =
        await import('#course/03-authenticator/authentication-error.ts');
      const { AccessDeniedError } = await import('#course/05-errors/access-denied-error.ts');
      class TokenRevoked extends AuthenticationError {}
      class NotYourReport extends AccessDeniedError {}
      const revoked = await answerToThrowing(new TokenRevoked('invalid-token'));
      expectProblem('a subclass of AuthenticationError', revoked.answer, 401, 'invalid-token');
      const denied = await answerToThrowing(new NotYourReport());
      expectProblem('a subclass of AccessDeniedError', denied.answer, 403, 'forbidden');
      const told = await answerToThrowing(new AccessDeniedError(SECRET, { cause: SECRET }));
      expectProblem('an AccessDeniedError with a message', told.answer, 403, 'forbidden');
      for (const name of ['AuthenticationError', 'AccessDeniedError', 'Problem']) {
        const Other = { [name]: class extends Error {} }[name]!;
        const error = Object.assign(new Other(SECRET), { code: 'invalid-token', slug: 'x' });
        const { answer } = await answerToThrowing(error);
        expectProblem(`another class of the name ${name}`, answer, 500);
      }
    },
  );

  check(
    'an-answer-begun-is-broken-off',
    'breaks off an answer that has begun, and does not answer twice',
    {
      points: 1,
      hint: [
        'Headers are sent once. When `response.headersSent` is true, no problem can be told any more.',
        'Leave it to Express: `next(error)` closes the connection, so half an answer is not taken for a whole one.',
      ],
    },
    async () => {
      const { outcome, passedOn, threw, error } = await beginAndThrow();
      expect(threw, 'what the responder itself threw, after the answer had begun').toBe(undefined);
      expect(passedOn, 'what the responder passed on with next()').toEqual([error]);
      expect(outcome, 'what the client gets of an answer that failed half-way').toBe('broken off');
      const fresh = await answerToThrowing(new Error(SECRET));
      expectProblem('an answer that has not begun', fresh.answer, 500);
    },
  );

  check(
    'what-express-says-stays-here',
    'answers what Express and its parsers refuse as a problem, in none of their words',
    {
      points: 2,
      hint: [
        "These errors have a status that is right, and a message that isn't meant for clients.",
        '`toProblem` keeps the status and replaces the message.',
      ],
    },
    async () => {
      const { app } = await openApp();
      const post = (type: string, body: string) =>
        request(app).post('/api/tokens/inspect').set('Content-Type', type).send(body);
      const refused: [what: string, answer: Response, status: number, slug?: string][] = [
        ['GET /api/reports/%E0%A4%A', await send(app, 'GET', '/api/reports/%E0%A4%A'), 400],
        ["a body that isn't JSON", await post('application/json', '{"a":'), 400, 'malformed-json'],
        ['a body over 100 kB', await post('application/json', `"${'x'.repeat(100_000)}"`), 413],
        ['a body that is text/plain', await post('text/plain', 'token'), 415],
        [
          'a charset that does not exist',
          await post('application/json; charset=klingon', '{}'),
          415,
        ],
      ];
      for (const status of [400, 404, 413, 415]) {
        const error = Object.assign(new Error(SECRET), { status, expose: true, type: 'x.y' });
        const { answer, logged } = await answerToThrowing(error);
        refused.push([`an Error that a parser threw with status ${status}`, answer, status]);
        expect(logged, `the log after an Error with status ${status}`).toEqual([]);
      }
      for (const [what, answer, status, slug] of refused) {
        expectProblem(what, answer, status, slug);
        expectNoChallenge(what, answer);
        expect(
          /%E0|failed to decode|unexpected (token|end)|JSON at|entity too large|klingon|unsupported charset/i.exec(
            answer.text,
          )?.[0],
          `words of Express in the answer to ${what}`,
        ).toBe(undefined);
      }
    },
  );
}
