import supertest from 'supertest';
import type { Person } from '#api/people.ts';
import { basic, check, expect, goodClaims, goodHeader, makeWorld, NOW } from '#check';
import { PEOPLE, signToken, task, wordsOf } from '#check';
import { bearer, contentsOf, REPORT, serve } from './api.ts';
import { byAStranger, unsigned } from './forge.ts';
import { asText, leakedParts, printedBy } from './leaks.ts';
import { theApp, theLock, thePerson } from './lessons.ts';
import { oddTokens } from './odd-tokens.ts';
import { type Answer, ask, oneConnection, passThrough, type Sent } from './requests.ts';
import { PATHS_TO_A_REPORT, PERSUASIVE_HEADERS } from './ways-around.ts';

const MIRA: Person = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };

task('3.6', () => {
  /** Sends a request of a method through the lock alone, as nobody's or as a person's. */
  const sendTo = async (method: string, person?: Person, before?: Sent['before']) => {
    const { findPerson, setPerson } = await thePerson();
    const { lockChanges } = await theLock();
    return passThrough(lockChanges, findPerson, {
      method,
      before: (request, response) => {
        if (person) setPerson(request, person);
        before?.(request, response);
      },
    });
  };

  /** A path that no route serves may be a 404. */
  const expectRefused = (what: string, status: number) =>
    expect(status === 404 ? 401 : status, what).toBe(401);

  check(
    'looks-are-free',
    'lets GET, HEAD and OPTIONS through without a person',
    {
      points: 2,
      hint: [
        'Reading is free, so a request with a safe method continues, no matter who sent it.',
        'Three methods count: GET, HEAD and OPTIONS ([RFC 9110 §9.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1)). For those, call `next()` at once.',
        '`["GET", …, …].includes(request.method)`',
      ],
    },
    async () => {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const { nextCalls, errors } = await sendTo(method);
        expect(errors, `${method} without a person: the errors that the lock threw`).toEqual([]);
        expect(nextCalls, `${method} without a person: how often the lock called next()`).toBe(1);
      }
      const api = await serve();
      const answers: [what: string, status: number, expected: number][] = [
        ['GET /api/trails', (await api.get('/api/trails')).status, 200],
        ['GET /api/reports/r-01', (await api.get('/api/reports/r-01')).status, 200],
        ['HEAD /api/reports', (await api.head('/api/reports')).status, 200],
        ['OPTIONS /api/reports', (await api.options('/api/reports')).status, 204],
        ['GET /api/nothing/here', (await api.get('/api/nothing/here')).status, 404],
        ['GET /api/trails with a body', (await api.get('/api/trails').send({})).status, 200],
      ];
      for (const [what, status, expected] of answers) {
        expect(status, `${what} without a token`).toBe(expected);
      }
    },
  );

  check(
    'locks-every-method-that-is-left',
    'requires a person for every other method, known or not',
    {
      points: 2,
      hint: [
        'A list of the methods that change something is complete only until the next one is invented.',
        'HTTP has more methods than four. Test for the three safe ones, and require a person for everything else.',
        'When nobody was recognized, `requirePerson(request)` throws. Call `next()` only after it.',
      ],
    },
    async () => {
      const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'QUERY', 'PROPFIND'];
      const odd = ['MKCOL', 'LINK', 'PURGE', 'REPORT', 'BREW', 'GETX', 'XGET', 'OPTION'];
      // HTTP tells methods apart by case, too (RFC 9110 §9.1).
      const small = ['get', 'Head', 'options'];
      // Every object has properties of these names.
      const inherited = ['constructor', 'toString', '__proto__'];
      for (const method of [...methods, ...odd, ...small, ...inherited]) {
        const { nextCalls, reached, errors } = await sendTo(method);
        expect(reached, `${method} without a person: how often it got past the lock`).toBe(0);
        expect(nextCalls, `${method} without a person: how often the lock called next()`).toBe(0);
        const code = (errors[0] as { code?: unknown } | undefined)?.code ?? errors[0];
        expect(code, `${method} without a person: the code of the error`).toBe(
          'authentication-required',
        );
        const fate = await sendTo(method, MIRA);
        expect(fate.errors, `${method} with a person: the errors that the lock threw`).toEqual([]);
        expect(fate.nextCalls, `${method} with a person: how often the lock called next()`).toBe(1);
      }
      const api = await serve();
      for (const method of ['PROPFIND', 'MKCOL', 'REPORT', 'PURGE']) {
        const { status } = await ask(api, method, '/api/reports');
        expect(status, `${method} /api/reports without a token`).toBe(401);
      }
    },
  );

  check(
    'locks-the-reports',
    'answers 401 to a change without a token, and changes nothing',
    {
      points: 1,
      hint: [
        'A request that changes something got through without a person.',
        'Only the guard says who a person is: call `requirePerson(request)`, and believe no header. In app.ts, whatever comes after `api.use(lockChanges)` is locked.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = contentsOf(world.database);
      const api = await serve(world);
      const { handle, password } = PEOPLE.mira;
      const credentials = basic(handle, password);
      const requests: [what: string, request: PromiseLike<Answer>][] = [
        ['POST /api/reports', api.post('/api/reports').send(REPORT)],
        ['PATCH /api/reports/r-01', api.patch('/api/reports/r-01').send({ title: 'Mine' })],
        ['DELETE /api/reports/r-01', api.delete('/api/reports/r-01')],
        ['PUT /api/reports/r-01', api.put('/api/reports/r-01').send(REPORT)],
        [
          'POST /api/reports with a body that isn’t JSON',
          api.post('/api/reports').type('json').send('{"trail"'),
        ],
        ['DELETE of a report that doesn’t exist', api.delete('/api/reports/r-99')],
        [
          'POST /api/reports with a handle and a password',
          api.post('/api/reports').set('Authorization', credentials).send(REPORT),
        ],
      ];
      for (const [what, request] of requests) {
        expect((await request).status, `${what}, without a token`).toBe(401);
      }
      const same = contentsOf(world.database) === before;
      expect(same, 'whether the database is as it was before').toBe(true);
    },
  );

  check(
    'locks-what-is-not-there-yet',
    'locks routes that don’t exist yet, whatever their path',
    {
      points: 1,
      hint: [
        'Next year a colleague adds `POST /api/reports/:id/photos` and forgets the lock. It should be locked anyway.',
        'Look at the method alone. Don’t compare paths, and don’t make exceptions for some.',
      ],
    },
    async () => {
      const api = await serve();
      const requests: [method: string, path: string][] = [
        ['POST', '/api/reports/r-01/photos'],
        ['PUT', '/api/trails/larch-loop/map'],
        ['POST', '/api/nothing/here'],
        ['DELETE', '/api/trails/larch-loop'],
        ['POST', '/api'],
        ['PATCH', '/api/me'],
        ['DELETE', '/api/tokens'],
        ['PUT', '/api/tokens'],
        ['DELETE', '/api/tokens/inspect'],
        ['PATCH', '/api/tokens/inspect'],
        ['POST', '/api/tokens/inspect/all'],
        ['POST', '/api/tokens/p-mira'],
        ['POST', '/api/photos/lake.png'],
        ['DELETE', '/api/reports/r-01.png'],
        ['DELETE', '/api/reports/r-01.json'],
        ['POST', '/api/public/upload'],
        ['POST', '/api/health'],
      ];
      for (const [method, path] of requests) {
        const { status } = await ask(api, method, path);
        expect(status, `${method} ${path} without a token`).toBe(401);
      }
    },
  );

  check(
    'lets-a-person-change',
    'lets a person post, change and delete',
    {
      points: 1,
      hint: [
        'A person’s request doesn’t get through, whatever its method.',
        'After `requirePerson(request)` the request continues: call `next()` once.',
      ],
    },
    async () => {
      const api = await serve();
      const authorization = { Authorization: bearer() };
      const posted = await api.post('/api/reports').set(authorization).send(REPORT);
      expect(posted.status, 'POST /api/reports with a token').toBe(201);
      const path = String(posted.headers['location']);
      const patched = await api.patch(path).set(authorization).send({ title: 'Busy' });
      expect(patched.status, `PATCH ${path} with a token`).toBe(200);
      expect((await api.get(path)).body, `GET ${path} after that`).toMatchObject({ title: 'Busy' });
      const deleted = await api.delete(path).set(authorization);
      expect(deleted.status, `DELETE ${path} with a token`).toBe(204);
      const { status } = await api.post('/api/nothing/here').set(authorization);
      expect(status, 'POST /api/nothing/here with a token').toBe(404);
    },
  );

  check(
    'keeps-two-doors-open',
    'leaves POST /api/tokens and POST /api/tokens/inspect open, and accepts the token it issues',
    {
      points: 1,
      hint: [
        'A client that fetches a token doesn’t have one yet.',
        'In app.ts these two routes come before the lock. Is that still so?',
      ],
    },
    async () => {
      const api = await serve();
      const { handle, password } = PEOPLE.mira;
      const issued = await api.post('/api/tokens').set('Authorization', basic(handle, password));
      expect(issued.status, 'POST /api/tokens with a handle and a password').toBe(200);
      const { access_token: token } = issued.body as { access_token: string };
      const inspected = await api.post('/api/tokens/inspect').send({ token });
      expect(inspected.status, 'POST /api/tokens/inspect without a token of its own').toBe(200);
      const me = await api.get('/api/me').set('Authorization', `Bearer ${token}`);
      expect(me.status, 'GET /api/me with the token from POST /api/tokens').toBe(200);
      const posted = await api
        .post('/api/reports')
        .set('Authorization', `Bearer ${token}`)
        .send(REPORT);
      expect(posted.status, 'POST /api/reports with that token').toBe(201);
      for (const path of ['/api/tokens', '/api/tokens/inspect']) {
        const looked = await api.get(path);
        expect(looked.status, `GET ${path}, a method that it doesn’t have`).toBe(405);
        expect(looked.headers['allow'], `Allow of GET ${path}`).toMatch(/\bPOST\b/);
        expect(looked.headers['x-powered-by'], `X-Powered-By of GET ${path}`).toBe(undefined);
      }
    },
  );

  check(
    'tells-you-who-you-are',
    'answers GET /api/me with the person as they are now, and requires one',
    {
      points: 1,
      hint: [
        'GET is a safe method, so your lock lets it through; `showMe` requires a person itself.',
        'Does the guard come before `/me` in app.ts, and does it read the person on every request?',
      ],
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const me = () => api.get('/api/me').set('Authorization', bearer());
      expect((await api.get('/api/me')).status, 'GET /api/me without a token').toBe(401);
      expect((await api.head('/api/me')).status, 'HEAD /api/me without a token').toBe(401);
      expect((await me()).body, "GET /api/me with Mira's token").toEqual(MIRA);
      world.database.run("UPDATE people SET role = 'ranger' WHERE id = 'p-mira'");
      expect((await me()).body, 'the same, after she became a ranger').toEqual({
        ...MIRA,
        role: 'ranger',
      });
      world.database.run("DELETE FROM people WHERE id = 'p-mira'");
      expect((await me()).status, 'the same, after she was deleted').toBe(401);
    },
  );

  check(
    'no-way-around',
    'can’t be avoided by another spelling of the path, or by a header or query that names a method',
    {
      points: 1,
      hint: [
        'Express matches paths in any case, and ignores a slash at the end. A lock that compares paths sees something else than the route does.',
        'Look at `request.method` alone: not at the path, the query, the body, or a header.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = contentsOf(world.database);
      const api = await serve(world);
      for (const path of PATHS_TO_A_REPORT) {
        for (const method of ['DELETE', 'PATCH']) {
          const { status } = await ask(api, method, path).send({ title: 'Mine', _method: 'GET' });
          expectRefused(`${method} ${path} without a token`, status);
        }
      }
      for (const path of ['/API/REPORTS', '/api/reports/', '/api//reports', '/api/%72eports']) {
        const { status } = await api.post(path).send(REPORT);
        expectRefused(`POST ${path} without a token`, status);
      }
      for (const [name, value] of Object.entries(PERSUASIVE_HEADERS)) {
        const { status } = await api.delete('/api/reports/r-01').set(name, value);
        expect(status, `DELETE /api/reports/r-01 with ${name}, without a token`).toBe(401);
      }
      for (const value of ['GET', 'true', 'localhost', '127.0.0.1']) {
        const { nextCalls } = await sendTo('DELETE', undefined, (request) => {
          request.headers = new Proxy({}, { get: () => value });
        });
        const what = `DELETE without a person, when every header is "${value}"`;
        expect(nextCalls, `${what}: how often the lock called next()`).toBe(0);
      }
      const same = contentsOf(world.database) === before;
      expect(same, 'whether the database is as it was before').toBe(true);
      const hers = await api.delete('/API/Reports/r-01/').set('Authorization', bearer());
      expect(hers.status, 'DELETE /API/Reports/r-01/ with a token').toBe(204);
    },
  );

  check(
    'refuses-a-bad-token-anywhere',
    'refuses a bad token even where none is required',
    {
      points: 1,
      hint: [
        'GET /api/trails without a token is fine. A token that isn’t valid is a mistake or an attack, and its sender should hear about it.',
        'Does the guard come before these routes in app.ts?',
      ],
    },
    async () => {
      const api = await serve();
      const expired = signToken(goodClaims({ iat: NOW - 7200, exp: NOW - 3600 }));
      const tokens = {
        "signed with a stranger's key": byAStranger(),
        'not signed': unsigned(),
        expired,
        'about nobody': signToken(goodClaims({ sub: 'p-nobody' })),
      };
      for (const [what, token] of Object.entries(tokens)) {
        for (const [method, path] of [
          ['GET', '/api/trails'],
          ['HEAD', '/api/reports'],
          ['OPTIONS', '/api/reports'],
          ['GET', '/api/nothing/here'],
          ['POST', '/api/tokens/inspect'],
          ['POST', '/api/reports'],
        ] as const) {
          const { status } = await ask(api, method, path).set('Authorization', `Bearer ${token}`);
          expect(status, `${method} ${path} with a token that is ${what}`).toBe(401);
        }
      }
      const good = await api.get('/api/trails').set('Authorization', bearer());
      expect(good.status, 'GET /api/trails with a good token').toBe(200);
      const other = await api.get('/api/me').set('Authorization', `Not${bearer()}`);
      expect(other.status, 'GET /api/me with a good token under another scheme').toBe(401);
    },
  );

  check(
    'remembers-nobody',
    'asks every request anew: a person’s token opens nothing for the next request',
    {
      points: 1,
      hint: [
        'Requests arrive on the same connection, from the same address, through the same app. None of that says who sent the next one.',
        'Keep nothing outside of the handler. `requirePerson(request)` knows who sent *this* request.',
      ],
    },
    async () => {
      const world = makeWorld();
      const app = (await theApp()).createApp(world);
      const other = await serve();
      const api = supertest.agent(app);
      const first = await api.patch('/api/reports/r-01').set('Authorization', bearer()).send({});
      expect(first.status, "PATCH /api/reports/r-01 with Mira's token").toBe(200);
      const second = await api.delete('/api/reports/r-01');
      expect(second.status, 'DELETE /api/reports/r-01 without a token, after that').toBe(401);
      const elsewhere = await other.delete('/api/reports/r-01');
      expect(elsewhere.status, 'the same, to another app').toBe(401);
      const me = await api.get('/api/me');
      expect(me.status, 'GET /api/me without a token, after that').toBe(401);
      const onConnection = oneConnection();
      await sendTo('DELETE', MIRA, onConnection);
      const { nextCalls } = await sendTo('DELETE', undefined, onConnection);
      const what = 'DELETE without a person, on the connection of one with a person';
      expect(nextCalls, `${what}: how often the lock called next()`).toBe(0);
    },
  );

  check(
    'never-answers-500',
    'answers 401 whatever a token contains, and never 500',
    {
      points: 1,
      hint: [
        'A 500 means that something surprised you. If a token can do that, anyone can.',
        'The app answers 401 to every AuthenticationError, and 500 to everything else that is thrown. What does [`verifySignature`](/chapters/03-authenticator#3-1) catch, and what gets past it?',
      ],
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const tokens: Record<string, string> = {
        'a signed null': signToken('null'),
        'a signed array': signToken('[]'),
        'an alg that is a number': signToken(goodClaims(), goodHeader({ alg: 7 })),
        'a sub that is an object': signToken(goodClaims({ sub: { id: 'p-mira' } })),
        'a sub that is an array': signToken(goodClaims({ sub: ['p-mira'] })),
        'an aud that is null': signToken(goodClaims({ aud: null })),
        'an exp of 1e400': signToken(
          JSON.stringify(goodClaims()).replace(/"exp":\d+/, '"exp":1e400'),
        ),
        'a claim called __proto__ and nothing else': signToken('{"__proto__":null}'),
        'eight thousand characters': 'A'.repeat(8_000),
      };
      for (const [what, token] of Object.entries(oddTokens())) {
        // What a header can carry, and what the reader of this chapter takes for a token.
        if (/^[!-~]{1,8000}$/.test(token)) tokens[what] = token;
      }
      for (const [what, token] of Object.entries(tokens)) {
        const { status } = await api.get('/api/trails').set('Authorization', `Bearer ${token}`);
        expect(status, `GET /api/trails with a Bearer token: ${what}`).toBe(401);
      }
    },
  );

  check(
    'challenges-at-every-401',
    'sends a Bearer challenge with every 401, as problem details',
    {
      points: 1,
      hint: [
        'A 401 must say which credentials the API accepts ([RFC 9110 §15.5.2](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2)).',
        '`challengeEveryone` does that, for every AuthenticationError. Throw those, and answer nothing yourself.',
      ],
    },
    async () => {
      const api = await serve();
      const me = () => api.get('/api/me');
      const answers: Record<string, Answer> = {
        'POST /api/reports without a token': await api.post('/api/reports').send(REPORT),
        'PURGE /api/reports without a token': await ask(api, 'PURGE', '/api/reports'),
        'GET /api/me without a token': await me(),
        'GET /api/me with a token for nobody': await me().set('Authorization', bearer('p-nobody')),
        'GET /api/trails with a string that isn’t a token': await api
          .get('/api/trails')
          .set('Authorization', 'Bearer x'),
      };
      for (const [what, { status, headers, body, type }] of Object.entries(answers)) {
        expect(status, what).toBe(401);
        expect(String(headers['www-authenticate']), `${what}: WWW-Authenticate`).toMatch(
          /^Bearer\b/i,
        );
        expect(type, `${what}: the type of the answer`).toBe('application/problem+json');
        expect((body as { status?: unknown }).status, `${what}: status in the body`).toBe(401);
        expect(wordsOf(body), `${what}: what has words in it`).toEqual(['title', 'detail']);
      }
    },
  );

  check(
    'keeps-the-token-to-itself',
    'neither prints nor logs nor answers with a token that a request carries',
    {
      points: 1,
      hint: [
        'Anyone who reads the log, or the answer, has the token.',
        'Remove the `console` lines from your files of this chapter, and keep tokens out of errors.',
      ],
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const read = await api.get('/api/reports').set('Authorization', bearer());
      expect(read.status, 'GET /api/reports with a token').toBe(200);
      const tokens = { good: signToken(), 'stranger’s': byAStranger() };
      for (const [what, token] of Object.entries(tokens)) {
        const answers: Answer[] = [];
        const printed = await printedBy(async () => {
          for (const method of ['GET', 'DELETE', 'PURGE']) {
            const path = '/api/reports/r-02';
            answers.push(await ask(api, method, path).set('Authorization', `Bearer ${token}`));
          }
        });
        expect(leakedParts(token, printed), `a ${what} token: what is printed of it`).toEqual([]);
        const logged = leakedParts(token, asText(world.logged));
        expect(logged, `a ${what} token: what is logged of it`).toEqual([]);
        const answered = answers.map(({ headers, text }) => asText([headers, text])).join('\n');
        expect(leakedParts(token, answered), `a ${what} token: what is answered of it`).toEqual([]);
      }
    },
  );
});
