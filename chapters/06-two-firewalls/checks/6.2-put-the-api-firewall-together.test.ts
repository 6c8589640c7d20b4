import express from 'express';
import { jwtVerify } from 'jose';
import request, { type Response } from 'supertest';
import { notFound } from '#api/problem.ts';
import { appKeys, basic, check, expect, goodClaims, makeWorld, NOW, PEOPLE } from '#check';
import { signToken, START, task, type World } from '#check';
import { expectChallenge, expectProblem } from './expect-answers.ts';
import { theApi } from './lessons.ts';
import { bearer, REPORT, reportsIn, send } from './worlds.ts';

/** The API's firewall, mounted where it says, and nothing else. */
async function apiAlone(world = makeWorld()) {
  const { apiFirewall } = await theApi();
  const wall = apiFirewall(world);
  if (typeof wall?.routes !== 'function' || typeof wall.respond !== 'function') {
    expect.fail(
      `apiFirewall must return { name, path, routes, respond }. It returned ${String(wall)}${wall ? ' without routes or respond' : ''}.`,
    );
  }
  const app = express().disable('x-powered-by');
  app.use(wall.path, wall.routes, notFound, wall.respond);
  app.use((_request, response) => void response.status(418).send('outside the firewall'));
  return { world, wall, api: request(app) };
}

task('6.2', () => {
  check(
    'serves-what-is-open',
    'serves what is open to everyone: trails, reports, tokens and their inspection',
    {
      points: 2,
      hint: [
        'Reading is free, and nobody who fetches a token has one yet.',
        '`issue` asks for a password itself, so it comes before `identify` and `lockChanges`. `inspect` comes before `lockChanges`. `serve` has all the rest.',
        "The firewall's `path` is `/api`, and its routes don't say `/api` again: Express takes it off.",
      ],
    },
    async () => {
      const { api, wall } = await apiAlone();
      expect([wall.name, wall.path], "the firewall's name and path").toEqual(['api', '/api']);
      const trails = await api.get('/api/trails');
      expect(trails.status, 'GET /api/trails').toBe(200);
      expect(trails.body.items, 'the trails').toHaveLength(5);
      expect((await api.get('/api/reports/r-01')).status, 'GET /api/reports/r-01').toBe(200);
      const { handle, password } = PEOPLE.mira;
      const issued = await api.post('/api/tokens').set('Authorization', basic(handle, password));
      expect(issued.status, 'POST /api/tokens with a password').toBe(200);
      const { payload } = await jwtVerify(issued.body.access_token, appKeys.publicKey, {
        currentDate: new Date(START),
      });
      expect(payload.sub, 'the sub of the token').toBe(PEOPLE.mira.id);
      const inspected = await api
        .post('/api/tokens/inspect')
        .send({ token: issued.body.access_token });
      expect(inspected.status, 'POST /api/tokens/inspect, without credentials').toBe(200);
      const few = await api.get('/api/reports?perPage=3&page=2');
      expect(few.body.items, 'GET /api/reports?perPage=3&page=2').toHaveLength(3);
    },
  );

  check(
    'locks-what-changes',
    'requires a token for every change, on every route there is or will be',
    {
      points: 3,
      hint: [
        'A client that sends a change without a token must be stopped before any route or body is looked at.',
        '`identify` finds out who it is; `lockChanges` refuses a change without a person ([chapter 3](/chapters/03-authenticator#3-6)). Both must come before what they protect.',
        '`issue` and `inspect` each answer one POST. `serve` answers everything else, so `lockChanges` stands right before it.',
      ],
    },
    async () => {
      const { api, world } = await apiAlone();
      const before = reportsIn(world);
      const changes = [
        ['POST', '/api/reports'],
        ['PATCH', '/api/reports/r-01'],
        ['DELETE', '/api/reports/r-01'],
        ['PUT', '/api/reports/r-01'],
        ['DELETE', '/api/reports/nowhere'],
        ['POST', '/api/a-route-of-next-year'],
        ['DELETE', '/api/tokens'],
        ['PUT', '/api/tokens/inspect'],
        ['POST', '/api/logo.png'],
        ['PURGE', '/api/reports/r-01'],
        ['PURGE', '/api/a-route-of-next-year'],
        ['DELETE', '/api/reports/r-01?_method=GET'],
        ['GET', '/api/me'],
      ] as const;
      for (const [method, path] of changes) {
        const what = `${method} ${path} without a token`;
        const answer = await send(api, method, path);
        expectProblem(what, answer, 401, 'authentication-required');
        expectChallenge(what, answer, 'Bearer');
      }
      // Ways around a lock that looks at more than the method: PUT is 405 once you are through.
      const { handle, password } = PEOPLE.mira;
      const evasions: Record<string, string>[] = [
        { 'X-HTTP-Method-Override': 'GET' },
        { 'X-Forwarded-User': 'p-mira', 'X-Requested-With': 'XMLHttpRequest' },
        { Authorization: basic(handle, password) },
        { Cookie: 'office=p-mira; token=p-mira' },
      ];
      for (const path of ['/api/reports/r-01', '/api/a-route-of-next-year', '/api/x?_method=GET']) {
        for (const headers of evasions) {
          const answer = await send(api, 'PUT', path, headers);
          const what = `PUT ${path} with ${Object.keys(headers).join(', ')}, and no token`;
          expect(answer.status, what).toBe(401);
        }
      }
      const unread = await api.post('/api/reports').type('json').send('{');
      expect(unread.status, 'POST /api/reports with half a JSON body, and no token').toBe(401);
      const basicOnly = await send(api, 'DELETE', '/api/reports/r-01', {
        Authorization: basic(PEOPLE.mira.handle, PEOPLE.mira.password),
      });
      expect(basicOnly.status, "DELETE /api/reports/r-01 with its author's password").toBe(401);
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
    },
  );

  check(
    'opens-to-a-token',
    'lets everyone with a token in, as themselves',
    {
      points: 2,
      hint: [
        'With a good token, chapter 5’s API must work as before: your own reports, and nobody else’s.',
        '`identify` must come before `lockChanges` and `serve`, or nobody is known there.',
      ],
    },
    async () => {
      const { api, world } = await apiAlone();
      const as = (who: 'mira' | 'tomas') => ({ Authorization: bearer(who) });
      const me = await api.get('/api/me').set(as('mira'));
      expect(me.status, 'GET /api/me with a token').toBe(200);
      expect(me.body.handle, 'who it is').toBe('mira');
      const posted = await api.post('/api/reports').set(as('mira')).send(REPORT);
      expect(posted.status, 'POST /api/reports with a token').toBe(201);
      expect(posted.body.author, 'the author of the report').toBe('mira');
      const path = `/api/reports/${posted.body.id}`;
      const location = new URL(posted.headers['location'] ?? '', 'http://localhost/api/reports');
      expect(location.pathname, 'the path that Location leads to').toBe(path);
      const posing = await api
        .post('/api/reports')
        .set(as('mira'))
        .send({ ...REPORT, author: 'ines' });
      expect(posing.status, 'POST /api/reports as someone else').toBe(422);
      for (const method of ['PATCH', 'DELETE']) {
        const others = await send(api, method, path, as('tomas'));
        expect(others.status, `${method} of mira's report with tomas' token`).toBe(403);
      }
      expect(reportsIn(world)[posted.body.id], 'the report afterwards').toBe(
        'open: Seen from the saddle',
      );
      expect((await send(api, 'DELETE', path, as('mira'))).status, 'DELETE of her own').toBe(204);
    },
  );

  check(
    'answers-in-problems',
    "answers every error as a problem, in chapter 5's words",
    {
      points: 2,
      hint: [
        'The answers to bad credentials must be the ones from chapter 5: the same status, `type` and challenge.',
        '`respond` is `respondToErrors(log)`. And a bad token is refused with every method and on every path behind `identify`, also where no token is needed; only `issue` comes before it.',
      ],
    },
    async () => {
      const { api, world } = await apiAlone();
      const expired = signToken(goodClaims({ iat: NOW - 7200, exp: NOW - 3600 }));
      const refusals: [string, number, string][] = [
        [`Bearer ${expired}`, 401, 'expired-token'],
        ['Bearer not.a.token', 401, 'invalid-token'],
        ['Bearer', 400, 'malformed-authorization'],
        ['', 400, 'malformed-authorization'],
      ];
      for (const [line, status, slug] of refusals) {
        for (const [method, path] of [
          ['GET', '/api/me'],
          ['GET', '/api/trails'],
          ['POST', '/api/tokens/inspect'],
          ['GET', '/api/nowhere'],
        ] as const) {
          const answer = await send(api, method, path, { Authorization: line });
          const header = line === '' ? 'an empty Authorization header' : `a header that is ${slug}`;
          const what = `${method} ${path} with ${header}`;
          expectProblem(what, answer, status, slug);
          expectChallenge(what, answer, 'Bearer');
        }
      }
      for (const path of ['/api/me', '/api/trails', '/api/nowhere']) {
        for (const method of ['head', 'options'] as const) {
          const { status } = await api[method](path).set('Authorization', 'Bearer not.a.token');
          const what = `${method.toUpperCase()} ${path} with a header that is invalid-token`;
          expect(status, what).toBe(401);
        }
      }
      for (const line of ['Basic eDp5', `Bearer ${signToken()}`, 'Bearer x']) {
        const wrong = await api.post('/api/tokens').set('Authorization', line);
        const what = `POST /api/tokens with ${line.slice(0, 12)}`;
        expectProblem(what, wrong, 401, 'invalid-credentials');
        expectChallenge(what, wrong, 'Basic');
      }
      const post = () => api.post('/api/reports').set('Authorization', bearer('mira'));
      const half = await post().type('json').send('{');
      expectProblem('half a JSON body', half, 400, 'malformed-json');
      expectProblem('a form', await post().type('form').send('a=b'), 415);
      expectProblem('a body of 120 kB', await post().send({ title: 'x'.repeat(120_000) }), 413);
      expectProblem('an empty report', await post().send({}), 422, 'validation-failed');
      expectProblem('GET /api/nowhere', await api.get('/api/nowhere'), 404);
      for (const path of ['/api/tokens', '/api/tokens/inspect']) {
        const looked = await api.get(path);
        expectProblem(`GET ${path}`, looked, 405);
        expect(looked.headers['allow'] ?? '', `Allow of GET ${path}`).toMatch(/\bPOST\b/);
      }
      expect(world.logged, 'what was logged of all that').toEqual([]);
      world.database.exec('ALTER TABLE trails RENAME TO lost');
      const ours = await api.get('/api/trails/larch-loop');
      expectProblem('an error of our own', ours, 500);
      const told = /sql|trails|lost|no such table|at .*:\d/i.exec(ours.text)?.[0] ?? 'nothing';
      expect(told, 'what the answer gives away about an error of our own').toBe('nothing');
      expect(world.logged.length, 'how often an error of our own was logged').toBe(1);
    },
  );

  check(
    'lets-a-browser-in',
    'answers a preflight before it asks for a token, and lets the right origins read',
    {
      points: 2,
      hint: [
        'A preflight never carries credentials, and a page can only read a refusal that has the CORS headers ([Fetch standard](https://fetch.spec.whatwg.org/#http-cors-protocol)).',
        'So `cors` must come before everything that could refuse.',
      ],
    },
    async () => {
      const ours = 'http://localhost:5173';
      const theirs = 'https://cairn-app.example';
      const others = 'http://elsewhere.example';
      const { api } = await apiAlone(makeWorld({ origins: [ours, theirs] }));
      for (const path of ['/api/reports', '/api/tokens']) {
        const preflight = await api.options(path).set({
          Origin: ours,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type',
        });
        expect(preflight.status, `a preflight for ${path} from ${ours}`).toBe(204);
        const allowed = preflight.headers['access-control-allow-headers'] ?? '';
        expect(allowed.toLowerCase(), 'the headers that it allows').toContain('authorization');
      }
      const readable = (what: string, { headers }: Response, to: string | undefined) => {
        const about = `Access-Control-Allow-Origin of ${what}`;
        expect(headers['access-control-allow-origin'], about).toBe(to);
        expect(headers['vary'] ?? '', `Vary of ${what}`).toMatch(/origin/i);
      };
      const get = async (path: string, origin: string, line?: string) =>
        api.get(path).set({ origin, ...(line && { authorization: line }) });
      readable(`GET /api/trails from ${ours}`, await get('/api/trails', ours), ours);
      readable(
        `GET /api/me from ${ours}, with a bad token`,
        await get('/api/me', ours, 'Bearer not.a.token'),
        ours,
      );
      const wrong = await api.post('/api/tokens').set({ origin: ours });
      readable(`POST /api/tokens from ${ours}, without a password`, wrong, ours);
      readable(`GET /api/trails from ${theirs}`, await get('/api/trails', theirs), theirs);
      readable(`GET /api/trails from ${others}`, await get('/api/trails', others), undefined);
      const { origins: _, ...untold } = makeWorld();
      const usual = (await apiAlone(untold as World)).api;
      const answer = await usual.get('/api/trails').set({ origin: ours });
      readable(`GET /api/trails from ${ours}, when no origins are configured`, answer, ours);
    },
  );

  check(
    'no-spelling-gets-around',
    'lets no unauthenticated client change anything, however the path is written',
    {
      points: 1,
      hint: 'Guard, lock and routes are mounted at one place, so all three see the same path. Did you compare a path yourself?',
    },
    async () => {
      const { api, world } = await apiAlone();
      const before = reportsIn(world);
      const same = [
        '/API/reports/r-01',
        '/api/REPORTS/r-01',
        '/api/reports/r-01/',
        '/Api/Reports/%72-01',
      ];
      for (const path of same) {
        for (const method of ['DELETE', 'PATCH']) {
          const answer = await send(api, method, path);
          expect(answer.status, `${method} ${path} without a token`).toBe(401);
        }
      }
      const odd = ['//api/reports/r-01', '/api//reports/r-01', '/%61pi/reports/r-01']
        .concat(['/api/./reports/r-01', '/x/../api/reports/r-01', '/api%2Freports/r-01'])
        .concat(['/api/reports%2Fr-01', '/apiary/reports/r-01', '/api/reports/%2572-01']);
      for (const path of odd) {
        const answer = await send(api, 'DELETE', path);
        expect(answer.status, `DELETE ${path} without a token`).toBeGreaterThanOrEqual(400);
        expect(answer.status, `DELETE ${path} without a token`).toBeLessThan(500);
      }
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
      const own = await send(api, 'DELETE', '/API/reports/%72-01/', {
        Authorization: bearer('mira'),
      });
      expect(own.status, "DELETE /API/reports/%72-01/ with its author's token").toBe(204);
    },
  );

  check(
    'knows-no-cookie',
    'sets no cookie, and finds no token in one or anywhere else but the Authorization header',
    {
      points: 2,
      hint: [
        'A browser sends cookies without being asked, to whichever page makes it. A token in a cookie wasn’t sent by its owner.',
        '`identify` is all that may say who it is. Nothing on this side reads or sets a cookie.',
      ],
    },
    async () => {
      const { api, world } = await apiAlone();
      const before = reportsIn(world);
      const token = bearer('mira').slice('Bearer '.length);
      const names = ['token', 'access_token', 'jwt', 'office', '__Secure-office', 'Authorization'];
      const Cookie = names.map((name) => `${name}=${token}`).join('; ');
      const me = await api.get('/api/me').set({ Cookie });
      expect(me.status, 'GET /api/me with a good token, but in a cookie').toBe(401);
      const query = await api.get(`/api/me?access_token=${token}&token=${token}`);
      expect(query.status, 'GET /api/me with a good token, but in the query').toBe(401);
      const header = await api.get('/api/me').set({ 'X-Access-Token': token, 'X-User': 'p-mira' });
      expect(header.status, 'GET /api/me with a good token, but in another header').toBe(401);
      const change = await api.post('/api/reports').set({ Cookie }).send(REPORT);
      expect(change.status, 'POST /api/reports with a good token, but in a cookie').toBe(401);
      const both = await api.get('/api/me').set({ Cookie, Authorization: bearer('ines') });
      expect(both.body.handle, "GET /api/me with ines' token, and mira's in a cookie").toBe('ines');
      const { handle, password } = PEOPLE.ines;
      const answers = {
        'GET /api/trails': await api.get('/api/trails'),
        'GET /api/me with a token': both,
        'GET /api/me without one': await api.get('/api/me'),
        'POST /api/tokens with a password': await api
          .post('/api/tokens')
          .set('Authorization', basic(handle, password)),
        'POST /api/reports': await api
          .post('/api/reports')
          .set('Authorization', bearer('ines'))
          .send(REPORT),
      };
      for (const [what, { headers }] of Object.entries(answers)) {
        expect(headers['set-cookie'], `Set-Cookie of ${what}`).toBe(undefined);
      }
      const { [Object.keys(reportsIn(world)).find((id) => !(id in before)) ?? '']: _, ...rest } =
        reportsIn(world);
      expect(rest, 'the reports afterwards, but for the one by ines').toEqual(before);
    },
  );

  check(
    'remembers-nobody',
    'remembers nothing from one request to the next, and keeps two apps apart',
    {
      points: 2,
      hint: [
        'Stateless: who sends a request is in that request or nowhere. A variable outside of the handlers is shared by everyone.',
        'Make everything inside `apiFirewall`, from the `options` of this call: a second app has another database and other keys.',
      ],
    },
    async () => {
      const first = await apiAlone();
      const second = await apiAlone(makeWorld({ clock: () => START + 7_200_000 }));
      const before = reportsIn(first.world);
      expect(
        (await first.api.get('/api/me').set('Authorization', bearer('mira'))).status,
        'GET /api/me with a token',
      ).toBe(200);
      const next = await send(first.api, 'DELETE', '/api/reports/r-01');
      expect(next.status, "DELETE of mira's report without a token, right after her request").toBe(
        401,
      );
      const other = await first.api.get('/api/me').set('Authorization', bearer('tomas'));
      expect(other.body.handle, "who sends the next request, with tomas' token").toBe('tomas');
      const late = await second.api.get('/api/me').set('Authorization', bearer('mira'));
      expect(
        String(late.body.type),
        'the same token in another app, whose clock is two hours ahead',
      ).toMatch(/expired-token$/);
      expect(reportsIn(first.world), 'the reports afterwards').toEqual(before);
      const world = makeWorld();
      const { api } = await apiAlone(world);
      const ines = () => api.get('/api/me').set('Authorization', bearer('ines'));
      expect((await ines()).status, "GET /api/me with ines' token").toBe(200);
      world.database.run("DELETE FROM people WHERE id = 'p-ines'");
      const gone = "GET /api/me with ines' token once more, after she has left";
      expectProblem(gone, await ines(), 401, 'invalid-token');
      await send(first.api, 'DELETE', '/api/reports/r-01', { Authorization: bearer('mira') });
      expect(
        (await second.api.get('/api/reports/r-01')).status,
        'GET in the other app of a report deleted in the first',
      ).toBe(200);
    },
  );
});
