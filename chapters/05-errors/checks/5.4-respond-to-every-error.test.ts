import request, { type Response } from 'supertest';
import { Problem } from '#api/problem.ts';
import {
  basic,
  check,
  expect,
  goodClaims,
  goodHeader,
  makeWorld,
  NOW,
  PEOPLE,
  signToken,
  strangerKeys,
  task,
} from '#check';
import { CLOSED, inWords, openApp, reportsBy, send, theApp, tokenOf } from './app-of-chapter-5.ts';
import { badTokens } from './bad-tokens.ts';
import { expectNoChallenge, onlyChallenge } from './challenge.ts';
import { checkOwnErrors } from './own-error-checks.ts';
import { breakDatabase, SECRET } from './own-error.ts';
import { asPrinted, printedBy, shorten } from './printed.ts';
import { everythingOf, expectProblem, mediaTypeOf } from './problem.ts';
import { answerTo, answerToThrowing } from './responder.ts';

task('5.4', () => {
  check(
    'meets-whoever-sent-nothing',
    'sends a client without a token to the entry point',
    {
      points: 2,
      hint: [
        'An `AuthenticationError` says in its `code` why no one was recognized.',
        'For `authentication-required` there is `entryPoint()`, from task 5.1.',
      ],
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
          scheme: 'bearer',
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
      hint: [
        'An `AuthenticationError` says in its `code` why no one was recognized.',
        '`authenticationFailed(error.code)`, from task 5.2, has the answer for this code.',
      ],
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
    'tells a client that its token has expired, starting at the second that exp names',
    {
      points: 2,
      hint: [
        'There are two answers to a token that is refused, and the client needs to know which.',
        "Does the error's own `code` reach `authenticationFailed`?",
      ],
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
      points: 3,
      hint: [
        'A forger who reads "wrong audience" knows that the signature was right.',
        "Put nothing into the answer that comes from the token or the library: the error's `code` is all you need.",
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
        `what is said about ${others[0]?.[1][0]}, in other words than about ${first?.[1][0]}`,
      ).toEqual([]);
    },
  );

  check(
    'echoes-no-token',
    'repeats no token and no password: not in an answer, not in the log, not on the console',
    {
      points: 1,
      hint: [
        'Answers are stored by proxies, and logs are read by many. A token opens the door for anyone who reads it.',
        'Log the error, never the request, its headers or its body.',
      ],
    },
    async () => {
      const { app, world } = await openApp();
      const mira = `/api/reports/${reportsBy(world.database, 'mira')[0]}`;
      const expired = signToken(goodClaims({ exp: NOW }));
      const forged = signToken(goodClaims(), goodHeader(), strangerKeys.privateKey);
      const password = basic('mira', 'not-her-password-at-all');
      const requests: [method: string, path: string, authorization: string][] = [
        ['GET', '/api/me', `Bearer ${expired}`],
        ['GET', '/api/me', `Bearer ${forged}`],
        ['GET', '/api/me', `Bearer ${expired} ${forged}`],
        ['DELETE', mira, tokenOf('tomas')],
        ['PATCH', '/api/reports/r-none', tokenOf('mira')],
        ['POST', '/api/tokens', password],
      ];
      const answers: Response[] = [];
      const printed = await printedBy(async () => {
        for (const one of requests) answers.push(await send(app, ...one));
        breakDatabase(world.database, new Error('out of memory'));
        answers.push(await send(app, 'GET', '/api/me', tokenOf('mira')));
        answers.push(await send(app, 'POST', '/api/tokens', password));
      });
      const secrets = requests.flatMap(([, , line]) => line.split(/[ .]/)).concat('not-her-pass');
      const places: [where: string, text: string][] = [
        ['an answer', answers.map(everythingOf).join('\n')],
        ['the log', world.logged.map(asPrinted).join('\n')],
        ['the console', printed],
      ];
      for (const [where, text] of places) {
        const found = secrets.filter((secret) => secret.length > 6 && text.includes(secret));
        expect(found.map(shorten), `parts of tokens and passwords in ${where}`).toEqual([]);
      }
    },
  );

  check(
    'forbids-with-a-reason',
    "answers 403 forbidden, and no challenge, to someone else's report",
    {
      points: 3,
      hint: [
        'The token is good, so no other token would help. The answer should not ask for one.',
        'For an `AccessDeniedError`, return a `Problem` with a status, a slug, a title and a detail.',
        'Without `headers` there is no challenge: `new Problem(403, { slug: …, title: …, detail: … })`.',
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
          expectNoChallenge(what, answer);
        }
      }
      const what = `tomas sends mira's report a body that isn't valid`;
      const invalid = await request(app)
        .patch(`/api/reports/${id}`)
        .set('Authorization', tokenOf('tomas'))
        .send({ title: '', author: 'tomas' });
      expectProblem(what, invalid, 403, 'forbidden');
      const after = await send(app, 'GET', `/api/reports/${id}`);
      expect(after.body, "mira's report after five attempts").toEqual(before.body);
      const own = await send(app, 'PATCH', `/api/reports/${id}`, tokenOf('mira'));
      expect([own.status, own.body.title], 'mira changes it herself').toEqual([200, 'Changed']);
    },
  );

  check(
    'says-401-then-404',
    'answers 404 to a person and 401 to anyone else when a report does not exist',
    {
      points: 2,
      hint: [
        'A handler throws this 404 as a `Problem`, and a `Problem` is meant to be seen as it is.',
        '`toProblem` returns a `Problem` unchanged.',
      ],
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
        expectNoChallenge(`${method} ${path} with mira's token`, person);
      }
    },
  );

  check(
    'a-wrong-password-is-asked-again',
    'keeps the Basic challenge of POST /api/tokens',
    {
      points: 2,
      hint: [
        'A wrong password is not about a token. What should that client be asked for?',
        'This 401 is a `Problem` that has its challenge already: `toProblem` returns it unchanged.',
      ],
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
        expect(scheme, `the scheme of the challenge to ${what}`).toBe('basic');
        expect(params['realm'], `its realm`).toBe('cairn');
        expect(params['charset']?.toUpperCase(), `its charset`).toBe('UTF-8');
        bodies.add(answer.text);
      }
      expect(bodies.size, "different bodies for credentials that aren't accepted").toBe(1);
    },
  );

  check(
    'passes-on-what-is-meant-to-be-seen',
    'leaves a Problem as it was thrown: its headers, its additional members',
    {
      points: 1,
      hint: [
        'A 405 says in Allow what would work; a 422 lists every error. Are they still there?',
        'Return the `Problem` that was thrown, not a new one made from parts of it.',
      ],
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
        const powered = `X-Powered-By of GET ${path}, which tells attackers what we run`;
        expect(looked.headers['x-powered-by'], powered).toBeUndefined();
      }
      const invalid = await request(app)
        .post('/api/reports')
        .set('Authorization', tokenOf('mira'))
        .send({ trail: 'larch-loop', condition: 'open', title: '', author: 'tomas' });
      expectProblem('POST /api/reports with two errors', invalid, 422, 'validation-failed');
      const pointers = (invalid.body.errors as { pointer: string }[] | undefined)?.map(
        ({ pointer }) => pointer,
      );
      expect(pointers?.sort(), 'the pointers of its "errors"').toEqual(['#/author', '#/title']);
      expectProblem('GET /nowhere', await request(app).get('/nowhere'), 404);
      for (const status of [400, 401, 403, 404, 409, 429, 503]) {
        const own = { title: 'Its own title', detail: 'Its own words.', hint: 'Its own member.' };
        const { title, detail, hint } = own;
        const headers = { 'Retry-After': '7' };
        const thrown = new Problem(status, {
          slug: 'its-own',
          title,
          detail,
          headers,
          extra: { hint },
        });
        const { answer } = await answerToThrowing(thrown);
        const what = `a Problem with the status ${status} that a handler threw`;
        expectProblem(what, answer, status, 'its-own');
        expect(answer.body, `the body of ${what}`).toMatchObject(own);
        expect(answer.headers['retry-after'], `the Retry-After of ${what}`).toBe('7');
        expectNoChallenge(what, answer);
      }
    },
  );

  check(
    'a-page-can-read-the-challenge',
    'lets a page of an allowed origin read the refusal',
    {
      points: 1,
      hint: [
        'The CORS headers were set before anything failed. What happens to them in the responder?',
        "Leave the headers alone that are on the response already, apart from the error's own.",
      ],
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
      hint: [
        'HEAD is GET without the body. Who sends the answer in your code?',
        '`sendProblem` knows about HEAD; a hand-written `response.write` or `end` does not.',
      ],
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
  checkOwnErrors();

  check(
    'keeps-answers-apart',
    'keeps requests and apps apart: each error to its own client, and to its own log',
    {
      points: 1,
      hint: [
        'Two requests may fail at the same moment, and one process may serve two apps.',
        'Does anything live outside of the function? Use its own `error` and `log`.',
      ],
    },
    async () => {
      const first = await openApp();
      const second = await openApp();
      const expired = `Bearer ${signToken(goodClaims({ exp: NOW }))}`;
      const answers = await Promise.all([
        send(first.app, 'GET', '/api/me', expired),
        send(first.app, 'GET', '/api/me', 'Bearer not.a.token'),
        send(second.app, 'GET', '/api/me'),
        send(first.app, 'DELETE', '/api/reports/r-02', tokenOf('mira')),
        send(first.app, 'GET', '/api/me', 'Bearer'),
      ]);
      expect(
        answers.map(({ body }) => String(body.type).split('/').at(-1)),
        'the types of five answers to requests at the same time',
      ).toEqual([
        'expired-token',
        'invalid-token',
        'authentication-required',
        'forbidden',
        'malformed-authorization',
      ]);
      breakDatabase(first.world.database, new Error(SECRET));
      await send(first.app, 'GET', '/api/trails');
      expect(
        first.world.logged.length > 0 && second.world.logged,
        'the log of the second app, after an error in the first',
      ).toEqual([]);
    },
  );

  check(
    'lets-no-cache-keep-it',
    'lets no cache keep an error, whatever the handler had allowed',
    {
      points: 1,
      hint: [
        'A handler allows caches to keep its answer for an hour, and then throws. What would be kept?',
        'The responder sets `Cache-Control: no-store` before it sends a problem.',
      ],
    },
    async () => {
      const answer = await answerTo((_request, response) => {
        response.set('Cache-Control', 'public, max-age=3600');
        throw new Error(SECRET);
      });
      expect(answer.status, 'the status after a handler allowed caches and then threw').toBe(500);
      expect(answer.headers['cache-control'], 'its Cache-Control').toMatch(/no-store/i);
      const { app } = await openApp();
      for (const [path, authorization] of [
        ['/api/me', undefined],
        ['/api/me', 'Bearer not.a.token'],
        ['/api/reports/r-none', undefined],
      ] as const) {
        const refused = await send(app, 'GET', path, authorization);
        const cached = refused.headers['cache-control'] ?? 'no-store';
        expect(cached, `Cache-Control of ${refused.status} for GET ${path}`).not.toMatch(
          /public|max-age=[1-9]|s-maxage|immutable/i,
        );
      }
    },
  );
});
