import { createHmac } from 'node:crypto';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import request, { type Response } from 'supertest';
import type { Database } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { Problem, sendProblem } from '#api/problem.ts';
import { serveTrailsAndReports } from '#api/routes.ts';
import {
  APP_PEM,
  basic,
  check,
  encodePart,
  expect,
  goodClaims,
  goodHeader,
  lesson,
  makeWorld,
  NOW,
  PEOPLE,
  signToken,
  strangerKeys,
  task,
  type World,
} from '#check';

const theEntryPoint = lesson(
  '05-errors/entry-point.ts',
  () => import('#course/05-errors/entry-point.ts'),
);
const theFailures = lesson(
  '05-errors/authentication-failed.ts',
  () => import('#course/05-errors/authentication-failed.ts'),
);
const theAuthor = lesson(
  '05-errors/only-the-author.ts',
  () => import('#course/05-errors/only-the-author.ts'),
);
const theResponder = lesson(
  '05-errors/respond-to-errors.ts',
  () => import('#course/05-errors/respond-to-errors.ts'),
);
const thePerson = lesson(
  '03-authenticator/person.ts',
  () => import('#course/03-authenticator/person.ts'),
);
const theApp = lesson('05-errors/app.ts', () => import('#course/05-errors/app.ts'));

task('5.1', () => {
  const asked = async () => {
    const { entryPoint } = await theEntryPoint();
    return answerOf('entryPoint()', entryPoint);
  };

  check(
    'asks-to-come-back',
    'answers 401 to somebody who sent no credentials',
    {
      points: 3,
      hint: [
        'Which status says "tell me who you are, and come back"?',
        'RFC 9110 §15.5.2 names it. 403 would say: I know who you are, and you may not.',
      ],
    },
    async () => {
      const { status } = await asked();
      expect(status, 'the status of what entryPoint() returns').toBe(401);
    },
  );

  check(
    'names-the-problem',
    'has the type authentication-required',
    {
      points: 2,
      hint: "A program branches on the problem's type, not on its words. Problem makes the type from its `slug`.",
    },
    async () => {
      const { body } = await asked();
      expect(body.type, 'the problem\'s "type"').toBe(typeOf('authentication-required'));
    },
  );

  check(
    'speaks-to-the-reader',
    'has a title and a detail, and its status in the body as well',
    {
      points: 2,
      hint: 'Problem wants a `detail`: what is somebody to do who reads this answer in a log at night?',
    },
    async () => {
      expectProblem('what entryPoint() returns', await asked());
    },
  );

  check(
    'challenges',
    'sends a Bearer challenge for the realm "cairn"',
    {
      points: 4,
      hint: [
        'A 401 has to say how to come back: there is a header for that (RFC 9110 §11.6.1).',
        'bearerChallenge() writes the value of WWW-Authenticate; `headers` of a Problem carries it.',
      ],
    },
    async () => {
      const { scheme, params } = onlyChallenge('what entryPoint() returns', await asked());
      expect(scheme.toLowerCase(), 'the scheme that the challenge asks for').toBe('bearer');
      expect(params['realm'], "the challenge's realm").toBe('cairn');
    },
  );

  check(
    'blames-nobody',
    'says no error in the challenge',
    {
      points: 4,
      hint: [
        'Whoever has not tried anything has done nothing wrong.',
        'RFC 6750 §3.1, at its end: without authentication information, no error code. Leave the argument of bearerChallenge out.',
      ],
    },
    async () => {
      const { scheme, params } = onlyChallenge('what entryPoint() returns', await asked());
      const said = Object.keys(params).filter((name) => name.startsWith('error'));
      expect(said, 'errors in the challenge of somebody who sent no token').toEqual([]);
      // What there is to say is said: a challenge that names nothing at all is no better.
      expect([scheme.toLowerCase(), params], 'the whole challenge').toEqual([
        'bearer',
        { realm: 'cairn' },
      ]);
    },
  );

  check(
    'opens-no-password-dialog',
    'asks for Bearer alone, so that no browser opens a password dialog',
    {
      points: 3,
      hint: 'A browser that reads a Basic challenge asks its user for a password. Here only a token helps.',
    },
    async () => {
      const schemes = challengesOf('what entryPoint() returns', await asked()).map(({ scheme }) =>
        scheme.toLowerCase(),
      );
      expect(schemes, 'the schemes that are asked for').toEqual(['bearer']);
    },
  );
});

task('5.2', () => {
  type Failure = 'malformed-authorization' | 'expired-token' | 'invalid-token';
  const failures: Failure[] = ['malformed-authorization', 'expired-token', 'invalid-token'];
  const asked = async (failure: Failure) => {
    const { authenticationFailed } = await theFailures();
    return answerOf(callOf(failure), () => authenticationFailed(failure));
  };
  const callOf = (failure: Failure) => `authenticationFailed('${failure}')`;

  check(
    'a-malformed-header-is-a-bad-request',
    'answers 400 to an Authorization header that breaks the rules',
    {
      points: 3,
      hint: 'Is this about who somebody is, or about a request that cannot be read? RFC 6750 §3.1 has a status for each error.',
    },
    async () => {
      const answer = await asked('malformed-authorization');
      expect(answer.status, `the status of ${callOf('malformed-authorization')}`).toBe(400);
      expect(answer.body.type, 'its "type"').toBe(typeOf('malformed-authorization'));
    },
  );

  check(
    'a-malformed-header-is-an-invalid-request',
    'calls a malformed header invalid_request in the challenge',
    {
      points: 3,
      hint: 'RFC 6750 §3.1 lists three error codes. One is for a request that "is otherwise malformed".',
    },
    async () => {
      const { params } = onlyChallenge(
        callOf('malformed-authorization'),
        await asked('malformed-authorization'),
      );
      expect(params['error'], 'the error of a malformed header').toBe('invalid_request');
      expect(
        params['error_description'] ?? '',
        'what is said of a malformed header, in which nothing has run out',
      ).not.toMatch(/expire/i);
    },
  );

  check(
    'an-expired-token-is-named-so',
    'answers 401, type expired-token, to a token whose time is over',
    {
      points: 3,
      hint: 'A program that knows its token has run out gets a new one by itself: give it a type of its own to tell by.',
    },
    async () => {
      const answer = await asked('expired-token');
      expect(answer.status, `the status of ${callOf('expired-token')}`).toBe(401);
      expect(answer.body.type, 'its "type"').toBe(typeOf('expired-token'));
    },
  );

  check(
    'an-expired-token-says-so',
    'says to the letter: error="invalid_token", error_description="The token has expired."',
    {
      points: 4,
      hint: [
        'Expired, revoked, malformed or invalid for another reason: RFC 6750 §3.1 has one error code for all four.',
        'The description is fixed: The token has expired. With its full stop.',
      ],
    },
    async () => {
      const { params } = onlyChallenge(callOf('expired-token'), await asked('expired-token'));
      expect(params['error'], 'the error of an expired token').toBe('invalid_token');
      expect(params['error_description'], 'its error_description').toBe('The token has expired.');
    },
  );

  check(
    'an-invalid-token-is-named-so',
    'answers 401, type invalid-token, to any other token that does not hold',
    {
      points: 2,
      hint: 'Not 403: we still do not know who it is. The slug is the name that the failure has already.',
    },
    async () => {
      const answer = await asked('invalid-token');
      expect(answer.status, `the status of ${callOf('invalid-token')}`).toBe(401);
      expect(answer.body.type, 'its "type"').toBe(typeOf('invalid-token'));
    },
  );

  check(
    'an-invalid-token-says-no-more',
    'calls it invalid_token, in a text of its own',
    {
      points: 2,
      hint: 'A forged token has not expired: it never was one. What can be said that holds for every bad token?',
    },
    async () => {
      const answer = await asked('invalid-token');
      const { params } = onlyChallenge(callOf('invalid-token'), answer);
      expect(params['error'], 'the error of an invalid token').toBe('invalid_token');
      const description = params['error_description'] ?? '';
      expect(description, 'the error_description of an invalid token').not.toBe('');
      expect(
        `${description} ${answer.body.detail}`,
        'what is said of a token that is not valid: it has not run out, it never held',
      ).not.toMatch(/expire/i);
    },
  );

  check(
    'every-challenge-can-be-read',
    'writes every challenge so that any client can read it',
    {
      points: 2,
      hint: [
        'Every challenge has the realm, and is about a Bearer token.',
        'An error_description is ASCII, without quotes and backslashes (RFC 6750 §3).',
      ],
    },
    async () => {
      for (const failure of failures) {
        const { scheme, params } = onlyChallenge(callOf(failure), await asked(failure));
        expect(scheme.toLowerCase(), `the scheme that ${callOf(failure)} asks for`).toBe('bearer');
        expect(params['realm'], `the realm of ${callOf(failure)}`).toBe('cairn');
        expect(
          params['error_description'] ?? '',
          `the error_description of ${callOf(failure)}: plain ASCII, no quotes (RFC 6750 §3)`,
        ).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      }
    },
  );

  check(
    'every-failure-is-a-problem',
    'returns a problem with a type, a title, a status and a detail for each of them',
    {
      points: 2,
      hint: '`refusal` makes a whole Problem of a status, a slug, a title and what the challenge says.',
    },
    async () => {
      for (const failure of failures) expectProblem(callOf(failure), await asked(failure));
    },
  );
});

task('5.3', () => {
  check(
    'lets-the-author-through',
    'lets the author change and delete a report',
    {
      points: 3,
      hint: "The author's id in the database and the id of whoever sends the request are the same: call next().",
    },
    async () => {
      const door = await openDoor();
      const [first, second] = reportsBy(door.database, 'mira');
      expect(await door.send('mira', 'PATCH', first!), 'mira changes a report that she wrote').toBe(
        'done',
      );
      expect(door.titleOf(first!), 'its title afterwards').toBe('Changed');
      expect(
        await door.send('mira', 'DELETE', second!),
        'mira deletes a report that she wrote',
      ).toBe('done');
      expect(door.titleOf(second!), 'the deleted report').toBe(undefined);
    },
  );

  check(
    'keeps-others-out',
    "refuses to let somebody change or delete another's report",
    {
      points: 5,
      hint: [
        'Knowing who somebody is does not say what they may do. What has to be equal here?',
        'authorIdOf says whose report it is, requirePerson who asks. When they differ, throw an AccessDeniedError.',
      ],
    },
    async () => {
      const door = await openDoor();
      const [id] = reportsBy(door.database, 'mira');
      const title = door.titleOf(id!);
      for (const method of ['PATCH', 'DELETE'] as const) {
        const verdict = await door.send('tomas', method, id!);
        expect(verdict, `tomas sends ${method} for a report that mira wrote`).toBe('forbidden');
        expect(door.titleOf(id!), `mira's report after that ${method}`).toBe(title);
      }
      door.database.run(
        'INSERT INTO reports SELECT ?, trail, authorId, condition, title, body, createdAt FROM reports WHERE id = ?',
        'r-new',
        id!,
      );
      expect(
        await door.send('tomas', 'DELETE', 'r-new'),
        'tomas sends DELETE for a report that mira wrote a moment ago',
      ).toBe('forbidden');
      expect(
        door.wentOn(),
        'how often next() let the request through, although it had been refused',
      ).toBe(0);
    },
  );

  check(
    'asks-who-it-is-first',
    'asks somebody unknown for credentials, before it says anything of the report',
    {
      points: 3,
      hint: [
        '"You may not" can only be said to somebody. Who is it?',
        'requirePerson throws the right error. Call it before you look at the report.',
      ],
    },
    async () => {
      const door = await openDoor();
      const [id] = reportsBy(door.database, 'mira');
      for (const method of ['PATCH', 'DELETE'] as const) {
        expect(
          await door.send('nobody', method, id!),
          `${method} for a report that mira wrote, without credentials`,
        ).toBe('authentication-required');
        expect(
          await door.send('nobody', method, 'r-none'),
          `${method} for a report that does not exist, without credentials: whether it exists is not for everybody`,
        ).toBe('authentication-required');
      }
    },
  );

  check(
    'a-missing-report-is-not-found',
    'says 404, not 403, to a person who asks for a report that does not exist',
    {
      points: 3,
      hint: 'authorIdOf says undefined where there is no report. Nobody owns that one: the handler after yours knows what to answer.',
    },
    async () => {
      const door = await openDoor();
      for (const method of ['PATCH', 'DELETE'] as const) {
        const verdict = await door.send('mira', method, 'r-none');
        expect(verdict, `mira sends ${method} for a report that does not exist`).toBe('404');
      }
      // Not because nothing is ever refused.
      const [id] = reportsBy(door.database, 'tomas');
      expect(await door.send('mira', 'PATCH', id!), "mira changes tomas's report").toBe(
        'forbidden',
      );
    },
  );

  check(
    'a-ranger-is-no-author',
    'refuses a ranger too: a role is not authorship',
    {
      points: 3,
      hint: "There is no exception: only a report's author may change or delete it, and a ranger is one only of their own.",
    },
    async () => {
      const door = await openDoor();
      const [id] = reportsBy(door.database, 'mira');
      for (const method of ['PATCH', 'DELETE'] as const) {
        const verdict = await door.send('ines', method, id!);
        expect(verdict, `ines, a ranger, sends ${method} for a report that mira wrote`).toBe(
          'forbidden',
        );
      }
      expect(door.titleOf(id!), "mira's report afterwards").not.toBe(undefined);
    },
  );

  check(
    'a-handle-may-change-hands',
    'goes by the id: who takes over a handle does not take over its reports',
    {
      points: 3,
      hint: [
        'mira may call herself something else tomorrow, and somebody else may become mira.',
        'authorIdOf gives an id. Compare it with the id of the person, which is never given to anyone else.',
      ],
    },
    async () => {
      const door = await openDoor();
      const [first, second] = reportsBy(door.database, 'mira');
      door.database.run("UPDATE people SET handle = 'mira-castellan' WHERE id = 'p-mira'");
      door.database.run("UPDATE people SET handle = 'mira' WHERE id = 'p-tomas'");
      expect(
        await door.send('tomas', 'DELETE', first!),
        'tomas, who has taken the handle mira, deletes a report of p-mira',
      ).toBe('forbidden');
      expect(
        await door.send('mira', 'DELETE', second!),
        'p-mira, whose handle has changed, deletes a report of her own',
      ).toBe('done');
    },
  );

  check(
    'an-orphan-belongs-to-nobody',
    'lets nobody change the report of somebody who has left',
    {
      points: 3,
      hint: [
        'When a person is deleted, their reports stay, and authorIdOf says null.',
        'null and undefined are two answers: a report without an author, and no report.',
      ],
    },
    async () => {
      const door = await openDoor();
      const [id] = reportsBy(door.database, 'ines');
      door.database.run("DELETE FROM people WHERE id = 'p-ines'");
      for (const method of ['PATCH', 'DELETE'] as const) {
        const verdict = await door.send('tomas', method, id!);
        expect(verdict, `tomas sends ${method} for a report whose author has left`).toBe(
          'forbidden',
        );
      }
      expect(door.titleOf(id!), 'that report afterwards').not.toBe(undefined);
    },
  );

  check(
    'guards-every-way-to-write-it',
    'refuses whatever way the path is written, and whatever the body holds',
    {
      points: 1,
      hint: 'Take the id from request.params, where Express has decoded it, and look at nothing else of the request.',
    },
    async () => {
      const door = await openDoor();
      const [id] = reportsBy(door.database, 'mira');
      const encoded = `%${id!.charCodeAt(0).toString(16)}${id!.slice(1)}`;
      for (const path of [
        `/reports/${encoded}`,
        `/Reports/${id}/`,
        `/reports/${id}?author=tomas`,
      ]) {
        const verdict = await door.sendTo('tomas', 'DELETE', path);
        expect(verdict, `tomas sends DELETE ${path}, a report that mira wrote`).toBe('forbidden');
      }
      const path = `/reports/${id}`;
      for (const body of [
        { author: 'tomas' },
        { id: 'r-02', authorId: 'p-tomas' },
        { title: '' },
      ]) {
        const verdict = await door.sendTo('tomas', 'PATCH', path, body);
        expect(verdict, `tomas sends PATCH ${path} with ${JSON.stringify(body)}`).toBe('forbidden');
      }
    },
  );
});

task('5.4', () => {
  check(
    'meets-whoever-sent-nothing',
    'sends whoever came without a token to the entry point',
    {
      points: 3,
      hint: 'An AuthenticationError says why by its code. For authentication-required there is entryPoint().',
    },
    async () => {
      const { app } = await openApp();
      const requests: [method: string, path: string, authorization?: string][] = [
        ...CLOSED,
        ['GET', '/api/me', 'Basic bWlyYTp4'],
        ['DELETE', '/api/reports/r-01', 'Digest username="mira"'],
        ['POST', '/api/reports', 'DPoP abc'],
      ];
      for (const [method, path, authorization] of requests) {
        const what = `${method} ${path} with ${authorization ?? 'no Authorization header'}`;
        const answer = await send(app, method, path, authorization);
        expectProblem(what, answer, 401, 'authentication-required');
        const challenge = onlyChallenge(what, answer);
        expect(challenge, `the challenge to ${what}`).toEqual({
          scheme: expect.stringMatching(/^bearer$/i),
          params: { realm: 'cairn' },
        });
      }
    },
  );

  check(
    'refuses-a-malformed-header',
    'answers 400 and invalid_request to a malformed header, even where no person is needed',
    {
      points: 2,
      hint: 'authenticationFailed, from task 5.2, takes the code of the AuthenticationError.',
    },
    async () => {
      const { app } = await openApp();
      const good = `Bearer ${signToken()}`;
      for (const authorization of ['Bearer', `${good} again`, 'Bearer ä', [good, good]]) {
        for (const [method, path] of [
          ['GET', '/api/trails'],
          ['DELETE', '/api/reports/r-01'],
        ]) {
          const what = `${method} ${path} with ${inWords(authorization)}`;
          const answer = await send(app, method!, path!, authorization);
          expectProblem(what, answer, 400, 'malformed-authorization');
          const { params } = onlyChallenge(what, answer);
          expect(params['error'], `the error in the challenge to ${what}`).toBe('invalid_request');
        }
      }
    },
  );

  check(
    'tells-a-token-that-ran-out',
    'tells the holder of a token that it has expired, from the second exp names',
    {
      points: 3,
      hint: 'There are two errors for a token that does not hold. Does the code of the AuthenticationError reach authenticationFailed?',
    },
    async () => {
      const { app, world } = await openApp();
      const token = signToken(goodClaims({ iat: NOW - 60, exp: NOW + 60 }));
      const before = await send(app, 'GET', '/api/me', `Bearer ${token}`);
      expect(before.status, 'GET /api/me with a token that has a minute left').toBe(200);
      world.setTime((NOW + 60) * 1000);
      for (const [method, path] of [...CLOSED, ['GET', '/api/trails'] as const]) {
        const what = `${method} ${path} with a token in the second of its exp`;
        const answer = await send(app, method, path, `Bearer ${token}`);
        expectProblem(what, answer, 401, 'expired-token');
        const { params } = onlyChallenge(what, answer);
        expect(params, `the challenge to ${what}`).toMatchObject({
          realm: 'cairn',
          error: 'invalid_token',
          error_description: 'The token has expired.',
        });
      }
    },
  );

  check(
    'one-text-for-every-bad-token',
    'answers every other bad token with the same bytes, whatever is wrong with it',
    {
      points: 4,
      hint: [
        'A forger who reads "wrong audience" knows that the signature held.',
        'Put nothing into the answer that comes from the token or from the library: the code is all there is.',
      ],
    },
    async () => {
      const { app } = await openApp();
      const answers = new Map<string, string[]>();
      for (const [what, token] of badTokens()) {
        const answer = await send(app, 'GET', '/api/trails', `Bearer ${token}`);
        expectProblem(`GET /api/trails with ${what}`, answer, 401, 'invalid-token');
        const { params } = onlyChallenge(`GET /api/trails with ${what}`, answer);
        expect(params['error'], `the error in the challenge to ${what}`).toBe('invalid_token');
        const bytes = `${answer.headers['www-authenticate']}\n${answer.text}`;
        answers.set(bytes, [...(answers.get(bytes) ?? []), what]);
      }
      const [first, ...others] = [...answers];
      expect(
        others.map(([bytes]) => bytes),
        `what is said of ${others[0]?.[1][0]}, as against ${first?.[1][0]}`,
      ).toEqual([]);
    },
  );

  check(
    'echoes-no-token',
    'repeats nothing of a token, neither in an answer nor in the log',
    {
      points: 1,
      hint: 'Answers are kept by proxies, and logs are read by many. A token is a key: say that it does not fit, not what it looks like.',
    },
    async () => {
      const { app, world } = await openApp();
      for (const token of [
        signToken(goodClaims({ exp: NOW })),
        signToken(goodClaims(), goodHeader(), strangerKeys.privateKey),
      ]) {
        const answer = await send(app, 'GET', '/api/me', `Bearer ${token}`);
        expect(answer.status, 'the status for a token that does not hold').toBe(401);
        for (const part of token.split('.')) {
          expect(everythingOf(answer), 'the whole answer').not.toContain(part);
          expect(world.logged.map(String).join('\n'), 'the log').not.toContain(part);
        }
      }
    },
  );

  check(
    'forbids-with-a-reason',
    "answers 403, forbidden, insufficient_scope to another author's report",
    {
      points: 4,
      hint: [
        'For an AccessDeniedError, make the answer here: `refusal` takes a status, a slug, a title and the error.',
        'RFC 6750 §3.1: insufficient_scope is the error for a token that is good, and not enough.',
      ],
    },
    async () => {
      const { app, world } = await openApp();
      const [id] = reportsBy(world.database, 'mira');
      const before = await send(app, 'GET', `/api/reports/${id}`);
      for (const who of ['tomas', 'ines'] as const) {
        for (const method of ['PATCH', 'DELETE']) {
          const what = `${who} sends ${method} /api/reports/${id}, which mira wrote`;
          const answer = await send(app, method, `/api/reports/${id}`, tokenOf(who));
          expectProblem(what, answer, 403, 'forbidden');
          const { scheme, params } = onlyChallenge(what, answer);
          expect(scheme.toLowerCase(), `the scheme of the challenge: ${what}`).toBe('bearer');
          expect(params['realm'], `the realm of the challenge: ${what}`).toBe('cairn');
          expect(params['error'], `the error in the challenge: ${what}`).toBe('insufficient_scope');
        }
      }
      const after = await send(app, 'GET', `/api/reports/${id}`);
      expect(after.body, "mira's report after four attempts").toEqual(before.body);
      const own = await send(app, 'PATCH', `/api/reports/${id}`, tokenOf('mira'));
      expect([own.status, own.body.title], 'mira changes it herself').toEqual([200, 'Changed']);
    },
  );

  check(
    'says-401-then-404',
    'says 404 to a person and 401 to anybody else about a report that does not exist',
    {
      points: 2,
      hint: 'A Problem that a handler throws (404 is one) is meant to be seen as it is: toProblem knows it.',
    },
    async () => {
      const { app } = await openApp();
      const path = '/api/reports/r-none';
      const bad = `Bearer ${signToken(goodClaims(), goodHeader(), strangerKeys.privateKey)}`;
      for (const method of ['PATCH', 'DELETE']) {
        const nobody = await send(app, method, path);
        expectProblem(`${method} ${path} without a token`, nobody, 401, 'authentication-required');
        const forger = await send(app, method, path, bad);
        expectProblem(`${method} ${path} with a forged token`, forger, 401, 'invalid-token');
        const person = await send(app, method, path, tokenOf('mira'));
        expectProblem(`${method} ${path} with mira's token`, person, 404);
      }
    },
  );

  check(
    'a-wrong-password-is-asked-again',
    'keeps the Basic challenge for credentials that POST /api/tokens does not accept',
    {
      points: 2,
      hint: 'That 401 is a Problem already, with a challenge of its own: pass it on whole. Nobody comes back from there with a token.',
    },
    async () => {
      const { app } = await openApp();
      const good = basic('mira', PEOPLE.mira.password);
      const bodies = new Set<string>();
      for (const authorization of [
        undefined,
        tokenOf('mira'),
        'Bearer',
        'Basic',
        'Basic !!!',
        `Basic ${Buffer.from('mira').toString('base64')}`,
        `Basic ${Buffer.from([0x6d, 0x3a, 0xff]).toString('base64')}`,
        [good, good],
        basic('mira', 'not-her-password'),
        basic('nobody', 'lookout-at-dawn-3'),
      ]) {
        const what = `POST /api/tokens with ${inWords(authorization)}`;
        const answer = await send(app, 'POST', '/api/tokens', authorization);
        expectProblem(what, answer, 401, 'invalid-credentials');
        const { scheme, params } = onlyChallenge(what, answer);
        expect(scheme.toLowerCase(), `the scheme of the challenge to ${what}`).toBe('basic');
        expect(params['realm'], `its realm`).toBe('cairn');
        expect(params['charset']?.toUpperCase(), `its charset`).toBe('UTF-8');
        bodies.add(answer.text);
      }
      expect(bodies.size, 'different bodies for credentials that are not accepted').toBe(1);
    },
  );

  check(
    'our-fault-says-nothing',
    'answers our own faults with a bare 500, from which nobody learns a thing',
    {
      points: 4,
      hint: [
        "An error's message is for whoever wrote the code. It can hold SQL, a path, a password.",
        'toProblem(error, log) makes a bare 500 of whatever is not meant to be seen.',
      ],
    },
    async () => {
      const bodies = new Set<string>();
      for (const { what, method, path, authorization, breaks } of FAULTS) {
        const { app, world } = await openApp();
        breaks(world.database);
        const answer = await send(app, method, path, authorization);
        expectProblem(`${method} ${path} when ${what}`, answer, 500);
        expect(answer.body.type, 'the type of a 500').toBe('about:blank');
        expectNothingLeaks(`${method} ${path} when ${what}`, answer);
        bodies.add(answer.text);
      }
      expect([...bodies].slice(1), 'what a 500 says for another fault, besides the first').toEqual(
        [],
      );
    },
  );

  check(
    'our-fault-is-not-theirs',
    'answers 500, not 401, when it is we who cannot tell who somebody is',
    {
      points: 2,
      hint: 'An error while somebody is being recognised need not be their fault. Only an AuthenticationError says so.',
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
        expect(
          answer.headers['www-authenticate'],
          `a challenge to ${what}: other credentials would not help`,
        ).toBe(undefined);
      }
    },
  );

  check(
    'tells-the-log',
    'tells the log of our own faults, once, and of nothing else',
    {
      points: 2,
      hint: [
        'What the client must not read, somebody has to. Where does the error itself go?',
        'Hand `log` on to toProblem. What a client got wrong is no news to whoever runs the server.',
      ],
    },
    async () => {
      const { app, world } = await openApp();
      await send(app, 'GET', '/api/me');
      await send(app, 'GET', '/api/me', 'Bearer');
      await send(app, 'GET', '/api/me', `Bearer ${signToken(goodClaims({ exp: NOW }))}`);
      await send(
        app,
        'DELETE',
        `/api/reports/${reportsBy(world.database, 'ines')[0]}`,
        tokenOf('mira'),
      );
      await send(app, 'GET', '/api/reports/r-none');
      await send(app, 'GET', '/api/reports?page=0');
      await send(app, 'GET', '/api/reports/%E0%A4%A');
      expect(
        world.logged.map(String),
        "the log after seven answers that were all the client's doing",
      ).toEqual([]);
      const fault = new Error(SECRET);
      breakDatabase(world.database, fault);
      await send(app, 'GET', '/api/trails');
      const found = world.logged.filter(
        (entry) => entry === fault || (entry as Error | undefined)?.cause === fault,
      );
      expect(found.length, 'how often the log is given the error that the database threw').toBe(1);
    },
  );

  check(
    'takes-whatever-is-thrown',
    'makes a bare 500 of whatever is thrown, be it no Error at all',
    {
      points: 2,
      hint: 'JavaScript throws anything: a text, a number, an object with a status. Ask `instanceof` before you read a property.',
    },
    async () => {
      const { respondToErrors } = await theResponder();
      const things: [what: string, thrown: unknown][] = [
        ['a text', SECRET],
        ['a number', 42],
        ['undefined', undefined],
        ['an object with a message', { message: SECRET, stack: SECRET }],
        ['an object without a prototype', Object.assign(Object.create(null), { detail: SECRET })],
        [
          'an Error with status 503',
          Object.assign(new Error(SECRET), { status: 503, expose: true }),
        ],
        ['an Error with status 200', Object.assign(new Error(SECRET), { status: 200 })],
        [
          'an Error with headers',
          Object.assign(new Error(SECRET), { headers: { 'x-dsn': SECRET } }),
        ],
        [
          'an Error with statusCode 503',
          Object.assign(new Error(SECRET), { statusCode: 503, expose: true }),
        ],
        [
          'an Error with a code',
          Object.assign(new Error(SECRET), { code: 'SQLITE_CONSTRAINT', errno: 19 }),
        ],
        ['an Error with a cause', new Error('failed', { cause: new Error(SECRET) })],
        ['an Error that speaks of a token', new Error('jwt expired, invalid token, forbidden')],
        ['a TypeError', new TypeError(SECRET)],
        ['a SyntaxError', new SyntaxError(SECRET)],
      ];
      for (const [what, thrown] of things) {
        const logged: unknown[] = [];
        const app = express();
        // Not an Error, on purpose: that is what is tested.
        app.get('/', () => Promise.reject(thrown)); // oxlint-disable-line prefer-promise-reject-errors
        app.use(respondToErrors((error: unknown) => void logged.push(error)));
        let passedOn = 0;
        const count: ErrorRequestHandler = (error, _request, _response, next) => {
          passedOn += 1;
          next(error);
        };
        app.use(count, lastWord);
        const answer = await request(app).get('/');
        expectProblem(`the answer after a handler threw ${what}`, answer, 500);
        expect(passedOn, `errors passed on with next(), though answered: ${what}`).toBe(0);
        expectNothingLeaks(`the answer after a handler threw ${what}`, answer);
        expect(logged.length, `entries in the log after a handler threw ${what}`).toBe(1);
      }
    },
  );

  check(
    'an-answer-begun-is-broken-off',
    'breaks off an answer that has begun, and does not answer twice',
    {
      points: 1,
      hint: [
        'A status is sent once. When response.headersSent, no problem can be told any more.',
        'Leave it to Express then: next(error) hangs up, so that nobody takes half an answer for a whole one.',
      ],
    },
    async () => {
      const { respondToErrors } = await theResponder();
      const fault = new Error(SECRET);
      const passedOn: unknown[] = [];
      const hangUp: ErrorRequestHandler = (error, _request, response, _next) => {
        passedOn.push(error);
        response.destroy();
      };
      const app = express();
      app.get('/begun', (_request, response) => {
        response.write('[{"id": "r-01"},');
        throw fault;
      });
      app.get('/fresh', () => {
        throw fault;
      });
      app.use(respondToErrors(() => {}));
      app.use(hangUp);
      const outcome = await request(app)
        .get('/begun')
        .then(
          () => 'a whole answer',
          () => 'broken off',
        );
      expect(
        passedOn.filter((error) => error !== fault).map(String),
        'errors that the responder itself threw, after the answer had begun',
      ).toEqual([]);
      expect(outcome, 'what the client gets of an answer that failed half-way').toBe('broken off');
      expectProblem('an answer that has not begun', await request(app).get('/fresh'), 500);
    },
  );

  check(
    'what-express-says-stays-here',
    'answers what Express and its parsers refuse as a problem too, in none of their words',
    {
      points: 2,
      hint: 'These errors have a status and a message of their own. toProblem keeps the one and drops the other.',
    },
    async () => {
      const { app } = await openApp();
      const post = (type: string, body: string) =>
        request(app).post('/api/tokens/inspect').set('Content-Type', type).send(body);
      const refused: [what: string, answer: Response, status: number, slug?: string][] = [
        ['GET /api/reports/%E0%A4%A', await request(app).get('/api/reports/%E0%A4%A'), 400],
        [
          'a body that is not JSON',
          await post('application/json', '{"token":'),
          400,
          'malformed-json',
        ],
        [
          'a body of 100 kB and more',
          await post('application/json', `"${'x'.repeat(100_000)}"`),
          413,
        ],
        ['a body that is text/plain', await post('text/plain', 'token'), 415],
        ['a charset nobody knows', await post('application/json; charset=klingon', '{}'), 415],
      ];
      for (const [what, answer, status, slug] of refused) {
        expectProblem(what, answer, status, slug);
        expectNothingLeaks(what, answer);
        expect(answer.text, `what is said of ${what}`).not.toMatch(
          /%E0|failed to decode|unexpected (token|end)|JSON at|entity too large|klingon|unsupported charset/i,
        );
      }
    },
  );

  check(
    'passes-on-what-is-meant-to-be-seen',
    'leaves a Problem as whoever threw it made it: its headers, its further members',
    {
      points: 1,
      hint: 'A 405 says in Allow what would work; a 422 lists every fault. Are they still there?',
    },
    async () => {
      const { app } = await openApp();
      const wrongMethod = await send(app, 'DELETE', '/api/trails', tokenOf('mira'));
      expectProblem('DELETE /api/trails', wrongMethod, 405);
      expect(wrongMethod.headers['allow'] ?? '', 'the Allow header of that 405').toMatch(/\bGET\b/);
      for (const path of ['/api/tokens', '/api/tokens/inspect']) {
        const looked = await request(app).get(path);
        expectProblem(`GET ${path}`, looked, 405);
        const allow = `the Allow header of GET ${path}`;
        expect(looked.headers['allow'] ?? '', allow).toMatch(/\bPOST\b/);
        const powered = `X-Powered-By of GET ${path}, which nobody needs to know`;
        expect(looked.headers['x-powered-by'], powered).toBeUndefined();
      }
      const invalid = await request(app)
        .post('/api/reports')
        .set('Authorization', tokenOf('mira'))
        .send({ trail: 'larch-loop', condition: 'open', title: '', author: 'tomas' });
      expectProblem('POST /api/reports with two faults', invalid, 422, 'validation-failed');
      const pointers = (invalid.body.errors as { pointer: string }[] | undefined)?.map(
        ({ pointer }) => pointer,
      );
      expect(pointers?.sort(), 'the pointers of its "errors"').toEqual(['#/author', '#/title']);
      expectProblem('GET /nowhere', await request(app).get('/nowhere'), 404);
    },
  );

  check(
    'a-page-can-read-the-challenge',
    'lets a page of an allowed origin read the refusal',
    {
      points: 1,
      hint: "The CORS headers were set before anything failed. Does the responder leave the response's headers alone?",
    },
    async () => {
      const { app } = await openApp();
      const origin = 'http://localhost:5173';
      const answer = await request(app).get('/api/me').set('Origin', origin);
      expectProblem(`GET /api/me from ${origin}`, answer, 401, 'authentication-required');
      expect(answer.headers['access-control-allow-origin'], 'who may read it').toBe(origin);
      expect(
        answer.headers['access-control-expose-headers'] ?? '',
        'the headers that the page may read',
      ).toMatch(/www-authenticate/i);
      const { origins: _, ...untold } = makeWorld();
      const usual = (await theApp()).createApp(untold);
      const told = await request(usual).get('/api/me').set('Origin', origin);
      const who = 'who may read it, when the app is told of no origins';
      expect(told.headers['access-control-allow-origin'], who).toBe(origin);
    },
  );

  check(
    'a-head-has-no-body',
    'answers HEAD with the same status and headers, and no body',
    {
      points: 1,
      hint: 'sendProblem knows what to do for HEAD; a hand-written response.write or end does not.',
    },
    async () => {
      const { app } = await openApp();
      for (const [path, status] of [
        ['/api/me', 401],
        ['/api/reports/r-none', 404],
      ] as const) {
        const answer = await request(app).head(path);
        expect(answer.status, `the status of HEAD ${path}`).toBe(status);
        expect(mediaTypeOf(answer), `the Content-Type of HEAD ${path}`).toBe(
          'application/problem+json',
        );
        expect(answer.text ?? '', `the body of HEAD ${path}`).toBe('');
      }
      const head = await request(app).head('/api/me');
      expect(onlyChallenge('HEAD /api/me', head).params, 'the challenge to HEAD /api/me').toEqual({
        realm: 'cairn',
      });
    },
  );
});

/** What nobody outside may ever read. */
const SECRET =
  'SQLITE_ERROR: no such column: pepper in SELECT passwordHash FROM people at /srv/cairn/database.ts:42:7';

/** Requests that want a person. */
const CLOSED: [method: string, path: string][] = [
  ['POST', '/api/reports'],
  ['PATCH', '/api/reports/r-01'],
  ['DELETE', '/api/reports/r-01'],
  ['GET', '/api/me'],
];

/** Ways for us to be at fault. */
const FAULTS: {
  what: string;
  method: string;
  path: string;
  authorization?: string;
  breaks: (database: Database) => void;
}[] = [
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
    what: 'the database throws a text',
    method: 'GET',
    path: '/api/trails',
    breaks: (database) => breakDatabase(database, SECRET),
  },
  {
    what: 'the database throws an Error with a status that does not exist',
    method: 'GET',
    path: '/api/trails',
    breaks: (database) =>
      breakDatabase(database, Object.assign(new Error(SECRET), { status: 404.5 })),
  },
  {
    what: 'the database throws an Error with a status that is no number at all',
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

function breakDatabase(database: Database, fault: unknown): void {
  const fail = (): never => {
    throw fault;
  };
  Object.assign(database, { all: fail, get: fail, run: fail, exec: fail });
}

/** Tokens that do not hold, each for a reason of its own. */
function badTokens(): [what: string, token: string][] {
  const [header, payload, signature] = signToken().split('.') as [string, string, string];
  const confused = `${encodePart(goodHeader({ alg: 'HS256' }))}.${payload}`;
  return [
    ['a text that is no JWT', 'granite'],
    ['a payload that is not JSON', signToken('not json')],
    ['a payload that is null', signToken('null')],
    ['a signature that is missing', `${header}.${payload}.`],
    [
      'a payload changed after signing',
      `${header}.${encodePart(goodClaims({ sub: 'p-ines' }))}.${signature}`,
    ],
    ["a stranger's signature", signToken(goodClaims(), goodHeader(), strangerKeys.privateKey)],
    ['alg none', `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${payload}.`],
    ['another typ', signToken(goodClaims(), goodHeader({ typ: 'JWT' }))],
    ['a crit', signToken(goodClaims(), goodHeader({ crit: ['exp'] }))],
    ['another issuer', signToken(goodClaims({ iss: 'https://cairn.example.org' }))],
    ['another audience', signToken(goodClaims({ aud: 'https://other.example' }))],
    ['no exp', signToken(goodClaims({ exp: undefined }))],
    ['an iat in the future', signToken(goodClaims({ iat: NOW + 60, exp: NOW + 120 }))],
    ['an nbf in the future', signToken(goodClaims({ nbf: NOW + 60 }))],
    ['a token for two hours', signToken(goodClaims({ exp: NOW + 7200 }))],
    ['no sub', signToken(goodClaims({ sub: undefined }))],
    ['a sub that nobody has', signToken(goodClaims({ sub: 'p-nobody' }))],
    [
      "a stranger's signature on a token that has run out",
      signToken(goodClaims({ exp: NOW }), goodHeader(), strangerKeys.privateKey),
    ],
    [
      'the public key as an HMAC secret',
      `${confused}.${createHmac('sha256', APP_PEM.publicKey).update(confused).digest('base64url')}`,
    ],
  ];
}

/** The app of chapter 5, in a world of its own. */
async function openApp() {
  const { createApp } = await theApp();
  const world: World = makeWorld();
  return { app: createApp(world), world };
}

type Handle = keyof typeof PEOPLE;

function tokenOf(who: Handle): string {
  return `Bearer ${signToken(goodClaims({ sub: PEOPLE[who].id }))}`;
}

/** Several `authorization` values are several header lines. */
async function send(
  app: Parameters<typeof request>[0],
  method: string,
  path: string,
  authorization?: string | string[],
): Promise<Response> {
  const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  const sent = request(app)[verb](path);
  if (authorization !== undefined) {
    // superagent hands the array on to Node, which writes one line each; its types know only text.
    void sent.set('Authorization', authorization as string);
  }
  return verb === 'patch' ? sent.send({ title: 'Changed' }) : sent;
}

/** The ids of somebody's reports. */
function reportsBy(database: Database, who: Handle): string[] {
  const sql = 'SELECT id FROM reports WHERE authorId = ? ORDER BY id';
  return database.all<{ id: string }>(sql, PEOPLE[who].id).map(({ id }) => id);
}

/** Reports behind `onlyTheAuthor` alone, for somebody who has been recognised already, or not. */
async function openDoor() {
  const { onlyTheAuthor } = await theAuthor();
  const { setPerson } = await thePerson();
  const { database } = makeWorld();
  let who: Handle | 'nobody' = 'nobody';

  const routes = express.Router();
  routes.use(express.json());
  routes.use((incoming, _response, next) => {
    const person = who === 'nobody' ? undefined : findPersonById(database, PEOPLE[who].id);
    if (person) setPerson(incoming, person);
    next();
  });
  const unused: RequestHandler = (_request, _response, next) => next();
  const author = onlyTheAuthor(database);
  let wentOn = 0;
  const beforeChange: RequestHandler<{ id: string }>[] = [
    (incoming, response, next) =>
      author(incoming, response, (error?: unknown) => {
        if (error === undefined) wentOn += 1;
        next(error);
      }),
  ];
  serveTrailsAndReports(routes, database, { post: unused, beforeChange });
  const app = express();
  app.use(routes);
  app.use(tellVerdict);

  /** `done`, the code of what was thrown, or the status of a Problem. */
  const sendTo = async (sender: typeof who, method: string, path: string, body: object = {}) => {
    who = sender;
    const verb = method.toLowerCase() as 'patch' | 'delete';
    const { status, text } = await request(app)[verb](path).send(body);
    return status === 200 || status === 204 ? 'done' : text;
  };
  return {
    database,
    /** How often a request was let through to the handler behind. */
    wentOn: () => wentOn,
    sendTo,
    send: (sender: typeof who, method: 'PATCH' | 'DELETE', id: string) =>
      sendTo(sender, method, `/reports/${id}`, { title: 'Changed' }),
    titleOf: (id: string) =>
      database.get<{ title: string }>('SELECT title FROM reports WHERE id = ?', id)?.title,
  };
}

const tellVerdict: ErrorRequestHandler = (error, _request, response, _next) => {
  const verdict = error instanceof Problem ? error.status : (error?.code ?? error);
  response.status(500).type('text').send(String(verdict));
};

/** Stands after the responder: what gets here, the responder threw or passed on. */
const lastWord: ErrorRequestHandler = (error, _request, response, _next) => {
  response
    .status(500)
    .type('text')
    .send(`The responder did not answer; it threw or passed on: ${error}`);
};

/** A problem as it goes over the wire. */
async function answerOf(call: string, make: () => Problem): Promise<Response> {
  let problem: Problem | undefined;
  try {
    problem = make();
  } catch (error) {
    expect.fail(`${call} throws ${String(error)}; it should return a Problem for the responder.`);
  }
  if (typeof problem?.status !== 'number') {
    expect.fail(`${call} returns ${String(problem)}; it should return a Problem.`);
  }
  let fault: unknown;
  const app = express().use((_request, response) => {
    try {
      sendProblem(response, problem);
    } catch (error) {
      fault = error;
      response.socket?.destroy();
    }
  });
  try {
    return await request(app).get('/');
  } catch (error) {
    expect.fail(`What ${call} returns cannot be sent: ${String(fault ?? error)}`);
  }
}

function typeOf(slug: string): string {
  return `https://cairn.example/problems/${slug}`;
}

/** RFC 9457, as our API has it. */
function expectProblem(what: string, answer: Response, status?: number, slug?: string): void {
  if (status !== undefined) expect(answer.status, `the status of ${what}`).toBe(status);
  expect(mediaTypeOf(answer), `the Content-Type of ${what}`).toBe('application/problem+json');
  const body = (answer.body ?? {}) as Record<string, unknown>;
  expect(body['status'], `"status" in the body of ${what}`).toBe(answer.status);
  const type = `"type" in the body of ${what}`;
  if (slug !== undefined) expect(body['type'], type).toBe(typeOf(slug));
  else {
    expect(String(body['type']), type).toMatch(
      /^(about:blank|https:\/\/cairn\.example\/problems\/[\w-]+)$/,
    );
  }
  for (const member of ['title', 'detail']) {
    expect(body[member], `"${member}" in the body of ${what}`).toEqual(expect.stringMatching(/\S/));
  }
}

function mediaTypeOf({ headers }: Response): string {
  const [mediaType] = (headers['content-type'] ?? 'no Content-Type').split(';');
  return String(mediaType).trim().toLowerCase();
}

function everythingOf({ headers, text }: Response): string {
  return `${JSON.stringify(headers)}\n${text}`;
}

/** No stack, no file, no SQL, no message of anybody's. */
function expectNothingLeaks(what: string, answer: Response): void {
  const leak =
    /SQLITE|SELECT|pepper|passwordHash|no such|closed|\/srv\/|node_modules|\.[cm]?[jt]s\b|\bat [^\n]*:\d+:\d+|\w+Error:/i;
  const found = leak.exec(everythingOf(answer))?.[0];
  expect(found, `what leaks out of ${what}`).toBe(undefined);
}

function inWords(authorization: string | string[] | undefined): string {
  if (authorization === undefined) return 'no Authorization header';
  if (Array.isArray(authorization)) return `${authorization.length} Authorization lines`;
  const short = authorization.length > 40 ? `${authorization.slice(0, 24)}…` : authorization;
  return `Authorization: ${short}`;
}

interface Challenge {
  scheme: string;
  params: Record<string, string>;
}

/** The challenges in `WWW-Authenticate` (RFC 9110 §11.6.1), in whatever spacing, order and quoting. */
function challengesOf(what: string, { headers }: Response): Challenge[] {
  const text = headers['www-authenticate'] as string | undefined;
  if (!text) expect.fail(`The WWW-Authenticate header is missing from the answer: ${what}.`);
  const token = "[\\w!#$%&'*+.^`|~-]+";
  const param = new RegExp(`^(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`);
  const word = new RegExp(`^(${token})(?:[ \\t]+|$|(?=,))`);
  const challenges: Challenge[] = [];
  let rest = text.trim();
  let separated = true;
  while (rest !== '') {
    const [whole, name, quoted, plain] = param.exec(rest) ?? [];
    const current = challenges.at(-1);
    if (whole !== undefined && name !== undefined && current && separated) {
      current.params[name.toLowerCase()] = plain ?? quoted?.replace(/\\(.)/g, '$1') ?? '';
      rest = rest.slice(whole.length);
    } else {
      const [start, scheme] = (separated && whole === undefined && word.exec(rest)) || [];
      if (start === undefined || scheme === undefined) {
        expect.fail(`WWW-Authenticate cannot be read from here on: ${rest} (in: ${text})`);
      }
      challenges.push({ scheme, params: {} });
      rest = rest.slice(start.length);
      continue; // the first parameter follows its scheme without a comma
    }
    const [gap = ''] = /^[ \t,]*/.exec(rest) ?? [];
    separated = gap.includes(',');
    rest = rest.slice(gap.length);
  }
  return challenges;
}

function onlyChallenge(what: string, answer: Response): Challenge {
  const challenges = challengesOf(what, answer);
  const schemes = challenges.map(({ scheme }) => scheme);
  expect(schemes, `the schemes that WWW-Authenticate asks for: ${what}`).toHaveLength(1);
  return challenges[0]!;
}
