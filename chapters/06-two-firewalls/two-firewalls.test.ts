import { createHash, createHmac } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import { jwtVerify } from 'jose';
import request, { type Response } from 'supertest';
import {
  appKeys,
  basic,
  check,
  expect,
  goodClaims,
  lesson,
  makeWorld,
  NOW,
  PEOPLE,
  signToken,
  START,
  task,
  type World,
  wordsOf,
} from '#check';

const theMap = lesson(
  '06-two-firewalls/find-firewall.ts',
  () => import('#course/06-two-firewalls/find-firewall.ts'),
);
const theFirewalls = lesson(
  '06-two-firewalls/firewall.ts',
  () => import('#course/06-two-firewalls/firewall.ts'),
);
const theApi = lesson(
  '06-two-firewalls/api-firewall.ts',
  () => import('#course/06-two-firewalls/api-firewall.ts'),
);
const theOffice = lesson(
  '06-two-firewalls/office-firewall.ts',
  () => import('#course/06-two-firewalls/office-firewall.ts'),
);
const theSession = lesson(
  '06-two-firewalls/office-session.ts',
  () => import('#course/06-two-firewalls/office-session.ts'),
);
const theSignIn = lesson(
  '06-two-firewalls/sign-in.ts',
  () => import('#course/06-two-firewalls/sign-in.ts'),
);
const theSignOut = lesson(
  '06-two-firewalls/sign-out.ts',
  () => import('#course/06-two-firewalls/sign-out.ts'),
);
const theApp = lesson('06-two-firewalls/app.ts', () => import('#course/06-two-firewalls/app.ts'));

const HOUR = 3_600_000;
const REPORT = { trail: 'larch-loop', condition: 'open', title: 'Seen from the saddle' };

task('6.1', () => {
  const API = { path: '/api' };
  const OFFICE = { path: '/office' };
  const named = (wall?: { path: string }) => wall?.path ?? 'none';

  /** Which firewall has the path, and the path behind it: `/api → /api/reports`. */
  const find = async () => {
    const { findFirewall } = await theMap();
    return (path: string, map = [API, OFFICE]) => {
      const found = findFirewall(map, path);
      if (found !== undefined && !('path' in Object(found))) {
        expect.fail(`findFirewall(map, '${path}') returns no { firewall, path }.`);
      }
      return found;
    };
  };

  const matches = (expected: Record<string, string>) => async () => {
    const at = await find();
    for (const [path, wall] of Object.entries(expected)) {
      expect(named(at(path)?.firewall), `the firewall of ${path}`).toBe(wall);
    }
  };

  check(
    'matches-a-path-and-below',
    'finds the firewall of a path, and of all that is below',
    {
      points: 3,
      hint: [
        'Go through the map, and return the first firewall whose path leads to this one.',
        "/api itself belongs to it, and so does what goes on with a slash: '/api/'.",
      ],
    },
    matches({
      '/api': '/api',
      '/api/': '/api',
      '/api/reports': '/api',
      '/api/reports/r-01': '/api',
      '/office': '/office',
      '/office/login': '/office',
    }),
  );

  check(
    'leaves-others-alone',
    'finds none for a path that only looks like one of them',
    {
      points: 3,
      hint: [
        'startsWith("/api") is also true of /apiary. Where does a segment end?',
        'Put a slash behind both sides, then compare.',
      ],
    },
    async () => {
      await matches({
        '/': 'none',
        '': 'none',
        '/apiary': 'none',
        '/api-docs/reports': 'none',
        '/api.json': 'none',
        '/ap': 'none',
        '/officer': 'none',
        '/v1/api/reports': 'none',
        '/reports/office': 'none',
        '/api;v=1/reports': 'none',
      })();
      const at = await find();
      const map = [{ path: '/v1.0' }];
      expect(named(at('/v1.0/x', map)?.firewall), 'the firewall of /v1.0/x').toBe('/v1.0');
      expect(named(at('/v1x0/x', map)?.firewall), 'the firewall of /v1x0/x').toBe('none');
    },
  );

  check(
    'matches-in-any-case',
    'knows a path in any case, as Express does',
    {
      points: 2,
      hint: 'Express serves /API/reports from the same route as /api/reports. A guard that does not think so guards half of it.',
    },
    matches({
      '/API/reports': '/api',
      '/Api': '/api',
      '/aPi/reports': '/api',
      '/OFFICE/login': '/office',
      '/Office': '/office',
    }),
  );

  check(
    'matches-encoded-letters',
    'knows a letter that is percent-encoded',
    {
      points: 2,
      hint: [
        '%61 and a are the same letter to whoever decodes the path later. RFC 3986 §2.3 says so.',
        'The helper below, canonical, has done that already: match what it returns, not what came.',
      ],
    },
    matches({
      '/%61pi/reports': '/api',
      '/%61%70%69/reports': '/api',
      '/%41PI': '/api',
      '/a%50i/reports': '/api',
      '/%6fffice/login': '/office',
      '/%4Fffice': '/office',
    }),
  );

  check(
    'matches-doubled-slashes-and-dots',
    'sees through doubled slashes and dot segments',
    {
      points: 3,
      hint: 'A browser resolves /x/../api by itself; curl --path-as-is does not, nor does whoever attacks. canonical does.',
    },
    matches({
      '//api/reports': '/api',
      '///api//reports': '/api',
      '/./api/reports': '/api',
      '/x/../api/reports': '/api',
      '/../api': '/api',
      '/x/%2e%2e/api': '/api',
      '/%2E/api': '/api',
      '/office/../api/reports': '/api',
      '/api/../office': '/office',
      '/api/%2e%2E/office': '/office',
      '/api/..': 'none',
      '/api/reports/../..': 'none',
    }),
  );

  check(
    'decodes-nothing-else',
    'takes an encoded slash for no slash, and decodes nothing twice',
    {
      points: 3,
      hint: [
        'decodeURIComponent decodes too much: a name may hold a slash, as %2F, and stays one name.',
        '%25 is an encoded percent sign: who decodes %2561 to %61 must stop there. Leave both as canonical leaves them.',
      ],
    },
    async () => {
      await matches({
        '/api%2Freports': 'none',
        '/%2Fapi/reports': 'none',
        '/%2561pi/reports': 'none',
        '/office%2f..%2fapi': 'none',
        '/api/..%2Foffice': '/api',
        '/api/%': '/api',
        '/api/%zz': '/api',
      })();
      const at = await find();
      for (const path of ['/api/trails/a%2Fb', '/api/trails/100%25', '/api/trails/a%3Fb']) {
        expect(at(path)?.path, `the path that goes on, for ${path}`).toBe(path);
      }
    },
  );

  check(
    'gives-one-form',
    'hands on one form of the path, however it was written',
    {
      points: 2,
      hint: [
        'Whoever comes next compares the path again. Give them the one that you have compared.',
        "firewall.path, then what comes after it in canonical's path: its length says where.",
      ],
    },
    async () => {
      const at = await find();
      const forms: Record<string, string[]> = {
        '/api': ['/api', '/api/', '/API', '//api', '/%61pi/', '/api/.'],
        '/api/reports/r-01': [
          '/api/reports/r-01',
          '/API/reports/r-01',
          '/aPI//reports///r-01/',
          '/%61pi/%72eports/r%2D01',
          '/office/../api/./reports/r-01',
        ],
        '/office/login': ['/office/login', '/OFFICE/login', '/%6Fffice//login/'],
      };
      for (const [plain, written] of Object.entries(forms)) {
        for (const path of written) {
          expect(at(path)?.path, `the path that goes on, for ${path}`).toBe(plain);
        }
      }
      // Ids are exact: R-01 is not r-01.
      for (const path of ['/api/reports/R-01', '/api/Trails/Larch-Loop']) {
        expect(at(path)?.path, `the path that goes on, for ${path}: its case`).toBe(path);
      }
    },
  );

  check(
    'first-match-alone',
    'gives a path to the first firewall of the map that matches',
    {
      points: 2,
      hint: 'A map is read from the top. The first that matches has it, even if another one fits more closely.',
    },
    async () => {
      const at = await find();
      const walls = [{ path: '/api/internal' }, { path: '/api' }, { path: '/api' }];
      const [inner, outer] = walls;
      const is = (wall: object | undefined) => walls.findIndex((other) => other === wall);
      const what = (path: string) => `the place in the map of what has ${path}`;
      expect(is(at('/api/internal/x', walls)?.firewall), what('/api/internal/x')).toBe(0);
      expect(is(at('/api/reports', walls)?.firewall), what('/api/reports')).toBe(1);
      const turned = [outer!, inner!];
      expect(
        turned.findIndex((wall) => wall === at('/api/internal/x', turned)?.firewall),
        'the same path, with /api before /api/internal in the map',
      ).toBe(0);
    },
  );
});

task('6.2', () => {
  /** The API's firewall, and nothing else: what it does not keep to itself ends as a 418. */
  const apiAlone = async (world = makeWorld()) => {
    const { apiFirewall } = await theApi();
    const { firewalls } = await theFirewalls();
    const wall = apiFirewall(world);
    if (typeof wall?.routes !== 'function') {
      expect.fail(`apiFirewall returns ${String(wall)}; a firewall has a path, routes, respond.`);
    }
    const app = express().disable('x-powered-by');
    app.use(firewalls([wall, other('/api'), other('/else')]));
    app.use((_request, response) => void response.status(418).send('behind no firewall'));
    return { world, api: request(app) };
  };

  /** A firewall that must never see what belongs to the API. */
  const other = (path: string) => {
    const routes = express.Router();
    routes.use((_request, response) => void response.status(418).send('the second firewall'));
    const respond = (_error: unknown, _request: unknown, response: express.Response) =>
      void response.status(418).send('the second responder');
    return { name: 'second', path, routes, respond: respond as express.ErrorRequestHandler };
  };

  check(
    'serves-what-is-open',
    'serves what is open: trails, reports, tokens, and the inspection of one',
    {
      points: 2,
      hint: [
        "It is chapter 5's API, mounted in another place. Its app.ts shows what there is to mount.",
        'POST /tokens asks for a password by itself: it comes before the guard and the lock. /tokens/inspect comes before the lock.',
      ],
    },
    async () => {
      const { api } = await apiAlone();
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
      expect(few.body.page, 'the page in that answer').toBe(2);
      const { name, path } = (await theApi()).apiFirewall(makeWorld());
      expect([name, path], "the firewall's name and its path").toEqual(['api', '/api']);
    },
  );

  check(
    'locks-what-changes',
    'asks whoever changes something for a token, on every route there is or will be',
    {
      points: 4,
      hint: [
        'Who has to come before the routes, so that none is forgotten?',
        'The guard, then lockChanges, then everything that is locked, the reading of bodies included.',
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
        ['GET', '/api/me'],
      ] as const;
      for (const [method, path] of changes) {
        const answer = await send(api, method, path);
        expectProblem(`${method} ${path} without a token`, answer, 401, 'authentication-required');
        expectChallenge(`${method} ${path} without a token`, answer, 'Bearer');
      }
      const unread = await api.post('/api/reports').type('json').send('{');
      expect(unread.status, 'POST /api/reports with half a JSON body, and no token').toBe(401);
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
    },
  );

  check(
    'opens-to-a-token',
    'lets in whoever has a token, as themselves and nobody else',
    {
      points: 2,
      hint: 'guard([bearer]) recognises them. A report is posted by postOwnReport; onlyTheAuthor stands before each change.',
    },
    async () => {
      const { api, world } = await apiAlone();
      const me = await api.get('/api/me').set('Authorization', bearer('mira'));
      expect(me.status, 'GET /api/me with a token').toBe(200);
      expect(me.body.handle, 'who it is').toBe('mira');
      const posted = await api
        .post('/api/reports')
        .set('Authorization', bearer('mira'))
        .send(REPORT);
      expect(posted.status, 'POST /api/reports with a token').toBe(201);
      expect(posted.body.author, 'the author of the report').toBe('mira');
      const path = `/api/reports/${posted.body.id}`;
      const location = new URL(posted.headers['location'] ?? '', 'http://localhost/api/reports');
      expect(location.pathname, 'the path that the Location of the report leads to').toBe(path);
      const posing = await api
        .post('/api/reports')
        .set('Authorization', bearer('mira'))
        .send({ ...REPORT, author: 'ines' });
      expect(posing.status, 'POST /api/reports as somebody else').toBe(422);
      for (const method of ['PATCH', 'DELETE']) {
        const others = await send(api, method, path, { Authorization: bearer('tomas') });
        expect(others.status, `${method} of mira's report with tomas' token`).toBe(403);
      }
      expect(reportsIn(world)[posted.body.id], 'the report afterwards').toBe(REPORT.title);
      const own = await send(api, 'DELETE', path, { Authorization: bearer('mira') });
      expect(own.status, 'DELETE of her own report').toBe(204);
    },
  );

  check(
    'answers-in-problems',
    "answers every error as a problem, in chapter 5's words",
    {
      points: 2,
      hint: [
        'A firewall answers its own errors: `respond`.',
        'respondToErrors(log), from chapter 5, knows a refusal from a fault. answerProblems does not.',
      ],
    },
    async () => {
      const { api, world } = await apiAlone();
      const expired = signToken(goodClaims({ iat: NOW - 7200, exp: NOW - 3600 }));
      const refusals: [string, number, string][] = [
        [`Bearer ${expired}`, 401, 'expired-token'],
        ['Bearer not.a.token', 401, 'invalid-token'],
        ['Bearer', 400, 'malformed-authorization'],
      ];
      for (const [line, status, slug] of refusals) {
        for (const [method, path] of [
          ['GET', '/api/me'],
          ['GET', '/api/trails'],
          ['POST', '/api/tokens/inspect'],
        ] as const) {
          const answer = await send(api, method, path, { Authorization: line });
          const what = `${method} ${path} with a header that is ${slug}`;
          expectProblem(what, answer, status, slug);
          expectChallenge(what, answer, 'Bearer');
        }
      }
      const wrong = await api.post('/api/tokens').set('Authorization', 'Basic eDp5');
      expectProblem('POST /api/tokens with a wrong password', wrong, 401, 'invalid-credentials');
      expectChallenge('POST /api/tokens with a wrong password', wrong, 'Basic');
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
      expectProblem('our own fault', ours, 500);
      expect(`${ours.text}`, 'what the answer says of our own fault').not.toMatch(
        /sql|trails|lost|no such table|at .*:\d/i,
      );
      expect(world.logged.length, 'how often our own fault was logged').toBe(1);
    },
  );

  check(
    'lets-a-browser-in',
    'answers a preflight before it asks for a token, and lets the right origins read',
    {
      points: 3,
      hint: 'A preflight carries no credentials, ever. What has to come before everything that asks for some?',
    },
    async () => {
      const theirs = 'https://cairn-app.example';
      const { api } = await apiAlone(makeWorld({ origins: ['http://localhost:5173', theirs] }));
      const preflight = await api
        .options('/api/reports')
        .set('Origin', 'http://localhost:5173')
        .set('Access-Control-Request-Method', 'POST')
        .set('Access-Control-Request-Headers', 'authorization,content-type');
      expect(preflight.status, 'a preflight from http://localhost:5173').toBe(204);
      const allowed = preflight.headers['access-control-allow-headers'] ?? '';
      expect(allowed.toLowerCase(), 'the headers that it allows').toContain('authorization');
      const expectReadable = async (
        path: string,
        { origin, line = '', to }: { origin: string; line?: string; to: string | undefined },
      ) => {
        const answer = await api.get(path).set({ origin, ...(line && { authorization: line }) });
        const what = `of GET ${path} from ${origin}${line && ', with a token that does not hold'}`;
        const { headers } = answer;
        expect(headers['access-control-allow-origin'], `Access-Control-Allow-Origin ${what}`).toBe(
          to,
        );
        expect(headers['vary'] ?? '', `Vary ${what}`).toMatch(/origin/i);
      };
      const ours = 'http://localhost:5173';
      const others = 'http://elsewhere.example';
      await expectReadable('/api/trails', { origin: ours, to: ours });
      await expectReadable('/api/me', { origin: ours, line: 'Bearer not.a.token', to: ours });
      await expectReadable('/api/trails', { origin: theirs, to: theirs });
      await expectReadable('/api/trails', { origin: others, to: undefined });
      const { origins: _, ...untold } = makeWorld();
      const usual = await (
        await apiAlone(untold as World)
      ).api
        .get('/api/trails')
        .set({ origin: ours });
      const readable = usual.headers['access-control-allow-origin'];
      expect(readable, `Access-Control-Allow-Origin for ${ours}, with no origins told`).toBe(ours);
    },
  );

  check(
    'no-spelling-gets-around',
    'lets nobody unknown change anything, however the path is written',
    {
      points: 4,
      hint: 'The map and the routes see one form of the path. So a route that answers it must stand behind the lock.',
    },
    async () => {
      const { api, world } = await apiAlone();
      const before = reportsIn(world);
      const same = ['/API/reports/r-01', '/api/REPORTS/r-01', '/api/reports/r-01/']
        .concat(['//api/reports/r-01', '/api//reports///r-01', '/%61pi/reports/r-01'])
        .concat(['/api/%72eports/r-01', '/api/reports/%72-01', '/api/reports/r%2D01'])
        .concat(['/x/../api/reports/r-01', '/api/./reports/r-01', '/%2e%2e/api/reports/r-01'])
        .concat(['/api/reports/x/..//r-01', '/else/%2E%2e/Api/reports/r-01?x=/else']);
      for (const [index, path] of same.entries()) {
        const method = index % 2 === 0 ? 'DELETE' : 'PATCH';
        const answer = await send(api, method, path);
        expect(answer.status, `${method} ${path} without a token`).toBe(401);
      }
      const others = ['/api%2Freports/r-01', '/%2561pi/reports/r-01', '/api/reports%2Fr-01'].concat(
        ['/apiary/reports/r-01', '/api;/reports/r-01', '/api/reports/%2572-01'],
      );
      for (const path of others) {
        const answer = await send(api, 'DELETE', path);
        expect(answer.status, `DELETE ${path} without a token`).toBeGreaterThanOrEqual(400);
        expect(answer.status, `DELETE ${path} without a token`).toBeLessThan(500);
      }
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
      const own = await send(api, 'DELETE', '/%61PI//reports/%72-01/', {
        Authorization: bearer('mira'),
      });
      expect(own.status, "DELETE /%61PI//reports/%72-01/ with its author's token").toBe(204);
    },
  );

  check(
    'sets-no-cookie',
    'sets no cookie, whatever is asked',
    {
      points: 1,
      hint: 'Stateless: nothing here remembers anybody, so there is nothing to hand out.',
    },
    async () => {
      const { api } = await apiAlone();
      const answers = {
        'GET /api/trails': await api.get('/api/trails'),
        'GET /api/me': await api.get('/api/me').set('Authorization', bearer('ines')),
        'GET /api/me without a token': await api.get('/api/me'),
        'POST /api/tokens': await api.post('/api/tokens'),
        'POST /api/reports': await api
          .post('/api/reports')
          .set('Authorization', bearer('ines'))
          .send(REPORT),
      };
      expect(answers['GET /api/me'].status, 'GET /api/me with a token').toBe(200);
      for (const [what, { headers }] of Object.entries(answers)) {
        expect(headers['set-cookie'], `Set-Cookie of ${what}`).toBe(undefined);
      }
    },
  );

  check(
    'reads-no-cookie',
    'finds no token anywhere but on the Authorization header',
    {
      points: 2,
      hint: 'A browser sends its cookies by itself, to whoever makes it. A token that came that way was not sent by its owner.',
    },
    async () => {
      const { api, world } = await apiAlone();
      const before = reportsIn(world);
      const token = bearer('mira').slice('Bearer '.length);
      const names = ['token', 'access_token', 'jwt', 'office', '__Secure-office', 'Authorization'];
      const cookie = names.map((name) => `${name}=${token}`).join('; ');
      const me = await api.get('/api/me').set('Cookie', cookie);
      expect(me.status, 'GET /api/me with a good token, but in a cookie').toBe(401);
      const query = await api.get(`/api/me?access_token=${token}&token=${token}`);
      expect(query.status, 'GET /api/me with a good token, but in the query').toBe(401);
      const change = await api.post('/api/reports').set('Cookie', cookie).send(REPORT);
      expect(change.status, 'POST /api/reports with a good token, but in a cookie').toBe(401);
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
      // A cookie does no harm either.
      const both = await api
        .get('/api/me')
        .set('Cookie', cookie)
        .set('Authorization', bearer('ines'));
      expect(both.body.handle, "GET /api/me with ines' token, and mira's in a cookie").toBe('ines');
    },
  );

  check(
    'has-the-request-alone',
    'answers for all of /api, and for nothing else',
    {
      points: 2,
      hint: "The firewall's `path` is what the map goes by. Its routes say the rest: they do not say /api again.",
    },
    async () => {
      const { api } = await apiAlone();
      for (const path of ['/api', '/api/nowhere', '/api/else']) {
        const answer = await api.get(path);
        expect(answer.text, `what answers GET ${path}`).not.toMatch(/behind no|the second/);
        expectProblem(`GET ${path}`, answer, 404);
      }
      for (const path of ['/', '/trails', '/apiary', '/api%2Ftrails']) {
        expect((await api.get(path)).text, `what answers GET ${path}`).toBe('behind no firewall');
      }
      expect((await api.get('/else/x')).text, 'what answers GET /else/x').toBe(
        'the second firewall',
      );
    },
  );
});

task('6.3', () => {
  /** What officeSession sets for whoever signs in, on the plain-HTTP hop behind a proxy. */
  const cookieSet = async (tls: boolean) => {
    const door = await sessionDoor({ tls }, (visit) => {
      visit.session.personId = PEOPLE.ines.id;
    });
    const cookies = setCookiesOf(await door.get('/office'));
    const what = tls ? 'with tls: true' : 'with tls: false';
    expect(cookies.length, `how many cookies a new session sets, ${what}`).toBe(1);
    return { cookie: cookies[0]!, what };
  };
  const ofBoth = async (test: (cookie: SetCookie, what: string) => void) => {
    for (const tls of [false, true]) {
      const { cookie, what } = await cookieSet(tls);
      test(cookie, what);
    }
  };

  check(
    'is-named-office',
    'names the cookie office',
    {
      points: 2,
      hint: [
        'sessionCookie returns { name, options }. Which name, without TLS?',
        'No cookie at all? express-session declines to set one that is secure where there is no TLS.',
      ],
    },
    async () => {
      const { sessionCookie } = await theSession();
      expect(sessionCookie(false).name, 'the name in sessionCookie(false)').toBe('office');
      expect((await cookieSet(false)).cookie.name, 'the name of the cookie that is set').toBe(
        'office',
      );
    },
  );

  check(
    'is-named-secure-over-tls',
    'names it __Secure-office over TLS',
    {
      points: 2,
      hint: 'Two underscores, a capital S, a hyphen: a browser goes by the letters.',
    },
    async () => {
      const { sessionCookie } = await theSession();
      expect(sessionCookie(true).name, 'the name in sessionCookie(true)').toBe('__Secure-office');
      expect((await cookieSet(true)).cookie.name, 'the name of the cookie that is set').toBe(
        '__Secure-office',
      );
    },
  );

  check(
    'hides-from-scripts',
    'keeps the cookie from scripts',
    {
      points: 2,
      hint: 'One line of injected script sends document.cookie anywhere. Which attribute keeps this cookie out of it?',
    },
    () =>
      ofBoth((cookie, what) => {
        expect('httponly' in cookie.attributes, `HttpOnly is in the cookie, ${what}`).toBe(true);
      }),
  );

  check(
    'stays-in-the-office',
    'has it sent to /office alone, on this host alone',
    {
      points: 2,
      hint: [
        'A cookie that is sent to /api as well is a cookie that somebody will read there.',
        'path: the office. No domain at all: with one, every host below it would get the cookie too.',
      ],
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect(attributes['path'], `the cookie's Path, ${what}`).toBe('/office');
        expect(attributes['domain'], `the cookie's Domain, ${what}`).toBe(undefined);
      }),
  );

  check(
    'is-not-posted-from-elsewhere',
    "is not sent along with another site's form",
    {
      points: 2,
      hint: 'SameSite=None sends it everywhere; Strict would greet a ranger who follows a link with the login form.',
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect(attributes['samesite']?.toLowerCase(), `the cookie's SameSite, ${what}`).toBe('lax');
      }),
  );

  check(
    'goes-with-the-browser',
    'goes when the browser is closed',
    {
      points: 2,
      hint: 'Neither maxAge nor expires: a cookie with a date outlives the evening at a shared computer.',
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect(attributes['expires'], `the cookie's Expires, ${what}`).toBe(undefined);
        expect(attributes['max-age'], `the cookie's Max-Age, ${what}`).toBe(undefined);
      }),
  );

  check(
    'is-secure-over-tls',
    'is Secure when the app is served over TLS, and only then',
    {
      points: 2,
      hint: [
        'Without Secure, one plain http:// link has the browser send the session for all to read.',
        'secure is what tls says. On a machine without TLS, a browser would drop a Secure cookie.',
      ],
    },
    async () => {
      const secure = (await cookieSet(true)).cookie.attributes;
      expect('secure' in secure, 'Secure is in the cookie, with tls: true').toBe(true);
      const plain = (await cookieSet(false)).cookie.attributes;
      expect('secure' in plain, 'Secure is in the cookie, with tls: false').toBe(false);
    },
  );

  check(
    'opens-the-front-door',
    'lets the whole app start, with a public page that leads to both sides',
    {
      points: 2,
      hint: 'createApp composes all of it, and asks sessionCookie for the cookie. GET / is behind no firewall.',
    },
    async () => {
      for (const tls of [false, true]) {
        const { createApp } = await theApp();
        const answer = await request(createApp(makeWorld({ tls }))).get('/');
        expect(answer.status, 'GET /').toBe(200);
        expectPage('GET /', answer);
        expect(answer.text, 'the page at /').toMatch(/href=["']?\/api[/"'\s>]/);
        expect(answer.text, 'the page at /').toMatch(/href=["']?\/office[/"'\s>]/);
        expect(answer.headers['set-cookie'], 'Set-Cookie of GET /').toBe(undefined);
        expect(answer.headers['x-powered-by'], 'X-Powered-By of GET /').toBe(undefined);
      }
      const { officeSession } = await theSession();
      expect(
        () => officeSession({ ...makeWorld(), sessionSecret: 'short' }),
        'officeSession with a secret that anybody can guess',
      ).toThrow(/secret/i);
      officeSession({ ...makeWorld(), sessionSecret: 'just 32 characters, and no more!' });
      const { tls: _, ...untold } = makeWorld();
      const { createApp } = await theApp();
      const form = await request(createApp(untold)).get('/office/login');
      const names = setCookiesOf(form).map(({ name }) => name);
      expect(names, 'the cookies of GET /office/login, when no TLS is told of').toEqual(['office']);
      const nowhere = await request(createApp(untold)).get('/nowhere');
      expect(nowhere.status, 'GET /nowhere').toBe(404);
      expect(nowhere.headers['x-powered-by'], 'X-Powered-By of GET /nowhere').toBe(undefined);
      const { name, path } = (await theOffice()).officeFirewall(makeWorld());
      expect([name, path], "the office's name and its path").toEqual(['office', '/office']);
    },
  );
});

task('6.4', () => {
  check(
    'lets-a-ranger-in',
    'signs a ranger in: 303 to /office, which knows her by name',
    {
      points: 3,
      hint: [
        'The session is how the next request knows who it is. What does it have to hold?',
        'request.session.personId = person.id, and return true.',
        'It does, and is forgotten? renew drops all that is in the session: what is to stay goes in afterwards.',
      ],
    },
    async () => {
      // With the seeds' own password hash.
      const { browser } = await open(makeWorld());
      const form = await browser.get('/office/login');
      expect(form.status, 'GET /office/login').toBe(200);
      expectPage('GET /office/login', form);
      for (const name of ['handle', 'password', '_csrf']) {
        expect(form.text, 'the form').toMatch(new RegExp(`name=["']?${name}["'\\s>]`));
      }
      expectRedirect(
        "POST /office/login with a ranger's handle and password",
        await signIn(browser, 'ines'),
        '/office',
      );
      const office = await browser.get('/office');
      expect(office.status, 'GET /office afterwards').toBe(200);
      expectPage('GET /office', office);
      expect(textOf(office), 'the page').toContain('Inês Duarte');
      expect(textOf(office), 'the page: the latest report').toContain('Weir works until Friday');
      const between = office.text.split('</article>').slice(1, -1);
      for (const html of between) {
        expect(html.trim(), 'what comes behind a report').toMatch(/^<article/);
      }
      expect(office.headers['cache-control'] ?? '', 'Cache-Control of GET /office').toContain(
        'no-store',
      );
    },
  );

  check(
    'gives-a-new-session',
    'gives the session a new id, and the old one is worth nothing',
    {
      points: 4,
      hint: [
        'Whoever put the old id into this browser knows it. What must not happen to that id now?',
        'await renew(request), and only then set personId, on the session that is there now.',
      ],
    },
    async () => {
      const { app, browser: attacker } = await open();
      const form = await attacker.get('/office/login');
      const planted = attacker.jar.get('office');
      if (!planted) expect.fail('GET /office/login sets no session cookie for its CSRF token.');
      // The attacker puts their own cookie into the browser of a ranger, and waits.
      const ranger = new Browser(app);
      ranger.jar.set('office', planted);
      const answer = await signIn(ranger, 'ines');
      expectRedirect('signing in with a cookie from before', answer, '/office');
      const cookies = setCookiesOf(answer);
      expect(cookies.length, 'how many cookies signing in sets').toBe(1);
      expect(cookies[0]?.attributes['expires'], 'Expires of the cookie').toBe(undefined);
      expect(ranger.jar.get('office') === planted, 'the session id is the one from before').toBe(
        false,
      );
      const office = await ranger.get('/office');
      expectSignedIn('the ranger, in the new session', office);
      expect(
        csrfOf(office) === csrfOf(form),
        'the new session has the CSRF token of the one from before, which the attacker knows',
      ).toBe(false);
      expectRedirect('GET /office with the cookie from before', await attacker.get('/office'));
      const reuse = await attacker.post('/office/logout', { _csrf: csrfOf(form) });
      expect(reuse.status, 'a form with the CSRF token of the old session').toBe(403);
    },
  );

  check(
    'keeps-a-hiker-out',
    'tells a hiker with the right password that the office is not for them',
    {
      points: 3,
      hint: [
        'The password is right, so it is no 401: we know who it is.',
        'Throw an AccessDeniedError unless the role is ranger, before anything is put into the session.',
      ],
    },
    async () => {
      const { browser } = await open();
      for (const hiker of ['mira', 'tomas'] as const) {
        const answer = await signIn(browser, hiker);
        expect(answer.status, `POST /office/login as ${hiker}, a hiker`).toBe(403);
        expectPage(`POST /office/login as ${hiker}`, answer);
        expectToldWhy(`POST /office/login as ${hiker}`, answer);
        expectRedirect(`GET /office after ${hiker} was refused`, await browser.get('/office'));
      }
      const office = await open();
      office.world.database.exec("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      expect((await signIn(office.browser, 'ines')).status, 'ines, now a hiker').toBe(403);
    },
  );

  check(
    'one-answer-to-every-reason',
    'answers 401 with the same page to a wrong password and to a handle that nobody has',
    {
      points: 2,
      hint: [
        'If the two answers differ in one letter, anybody can find out which handles exist.',
        'checkPassword gives undefined for both: return false.',
      ],
    },
    async () => {
      const { browser, world } = await open();
      const { handle, password } = PEOPLE.ines;
      const reasons: Record<string, Fields> = {
        'a wrong password': { handle, password: 'wrong' },
        'the wrong password of a hiker': { handle: 'mira', password: 'wrong' },
        'a handle that nobody has': { handle: 'nobody', password },
        'another case of the password': { handle, password: password.toUpperCase() },
        'a space behind the password': { handle, password: `${password} ` },
        'another case of the handle': { handle: handle.toUpperCase(), password },
        'no password': { handle },
        'no fields at all': {},
        'a handle that comes twice': { handle: [handle, handle], password },
        'a password that comes twice': { handle, password: [password, password] },
        'a handle with a zero behind it': { handle: `${handle}\0`, password },
      };
      const form = await browser.get('/office/login');
      const pages = new Map<string, string>();
      for (const [reason, fields] of Object.entries(reasons)) {
        const answer = await browser.post('/office/login', { _csrf: csrfOf(form), ...fields });
        expect(answer.status, `POST /office/login with ${reason}`).toBe(401);
        expectPage(`POST /office/login with ${reason}`, answer);
        expectToldWhy(`POST /office/login with ${reason}`, answer);
        // RFC 9110 §15.5.2: a 401 has a challenge.
        const challenge = answer.headers['www-authenticate'] ?? '';
        expect(challenge, `WWW-Authenticate of the 401 to ${reason}`).toMatch(/\w/);
        pages.set(reason, answer.text.replaceAll(csrfOf(answer), '(the token)'));
      }
      const [first] = pages.values();
      for (const [reason, page] of pages) {
        expect(page, `the page for ${reason}, beside the one for a wrong password`).toBe(first);
      }
      expect(first, 'the page holds the form again').toMatch(/name=["']?password/);
      expectRedirect('GET /office after all that', await browser.get('/office'));
      expect(world.logged, 'what was logged').toEqual([]);
      // What is our own fault is no wrong password.
      const _csrf = csrfOf(await browser.get('/office/login'));
      world.database.exec('ALTER TABLE people RENAME TO lost');
      const ours = await browser.post('/office/login', { handle, password, _csrf });
      expect(ours.status, 'POST /office/login while the database fails').toBe(500);
      expect(world.logged.length, 'how often that was logged').toBe(1);
    },
  );

  check(
    'takes-as-long-for-every-reason',
    'takes as long for a handle that nobody has as for a wrong password',
    {
      points: 1,
      timeout: 4000,
      hint: 'One page for both, and one of them comes at once: whoever has a watch knows which handles exist. checkPassword does the same work for everybody. What comes before it?',
    },
    async () => {
      const { database } = makeWorld();
      const { signIn: enter } = await theSignIn();
      const call = (done?: () => void) => done?.();
      const visit = { session: { regenerate: call, save: call, destroy: call } } as never;
      const timeOf = async (handle: string) => {
        const start = performance.now();
        const entered = await enter(visit, database, { handle, password: 'wrong' });
        const end = performance.now();
        expect(entered, `signIn for ${handle} with a wrong password`).toBe(false);
        return end - start;
      };
      // Side by side, the shortest of several, and again while in doubt: whatever else the machine
      // does makes some of them longer, and none shorter.
      const [ranger, hiker, nobody] = [PEOPLE.ines.handle, PEOPLE.mira.handle, 'nobody'];
      const shortest: Record<string, number> = {};
      const takesAsLong = (handle: string) =>
        (shortest[handle] ?? 0) > (shortest[ranger] ?? 0) * 0.35;
      for (let round = 1; round <= 12; round += 1) {
        for (const handle of [ranger, hiker, nobody]) {
          shortest[handle] = Math.min(shortest[handle] ?? Infinity, await timeOf(handle));
        }
        if (round >= 3 && takesAsLong(hiker) && takesAsLong(nobody)) break;
      }
      for (const handle of [hiker, nobody]) {
        const verdict = takesAsLong(handle) ? 'as much' : 'much less';
        expect(verdict, `the work for ${handle}, beside that for a ranger`).toBe('as much');
      }
    },
  );

  check(
    'wants-the-csrf-token',
    'takes no login without the CSRF token of its own session',
    {
      points: 2,
      hint: 'The form carries a token that only this session knows. Another site can post the fields, not the token.',
    },
    async () => {
      const { app, browser } = await open();
      const token = csrfOf(await browser.get('/office/login'));
      const others = csrfOf(await new Browser(app).get('/office/login'));
      expect(others === token, 'two browsers get the same CSRF token').toBe(false);
      const { handle, password } = PEOPLE.ines;
      const wrong: Record<string, Fields> = {
        'no _csrf': {},
        'an empty _csrf': { _csrf: '' },
        'a made-up _csrf': { _csrf: 'x'.repeat(token.length) },
        'one letter less': { _csrf: token.slice(1) },
        'the _csrf of another session': { _csrf: others },
        'two of them': { _csrf: [token, token] },
        'an _csrf that is undefined': { _csrf: 'undefined' },
      };
      for (const [what, fields] of Object.entries(wrong)) {
        const answer = await browser.post('/office/login', { handle, password, ...fields });
        expect(answer.status, `POST /office/login, all right but for ${what}`).toBe(403);
        expectPage(`POST /office/login with ${what}`, answer);
        expectToldWhy(`POST /office/login with ${what}`, answer);
      }
      const query = await browser.post(`/office/login?_csrf=${token}`, { handle, password });
      expect(query.status, 'POST /office/login with its _csrf in the query').toBe(403);
      const noCookie = await new Browser(app).post('/office/login', {
        handle,
        password,
        _csrf: token,
      });
      expect(noCookie.status, 'POST /office/login with an _csrf, and no cookie').toBe(403);
      expectRedirect('GET /office after all that', await browser.get('/office'));
      const right = await browser.post('/office/login', { handle, password, _csrf: token });
      expectRedirect('POST /office/login with the right _csrf', right, '/office');
    },
  );

  check(
    'adopts-no-session-id',
    'never takes a session id that the server did not make',
    {
      points: 2,
      hint: 'An id that came from outside is known outside. One that the server has no session for gets a new one.',
    },
    async () => {
      const { app, world } = await open();
      const turnedAway = setCookiesOf(await new Browser(app).get('/office'));
      expect(turnedAway, 'the cookies of GET /office, which only leads to the form').toEqual([]);
      const made = new Browser(app);
      await made.get('/office/login');
      const value = made.jar.get('office') ?? '';
      const forged: Record<string, string> = {
        'an id without a signature': 'attackers-own-id',
        'an id that looks signed': encodeURIComponent('s:attackers-own-id.c2lnbmF0dXJl'),
        'an id that no session has, signed with our own secret': encodeURIComponent(
          `s:${signCookie('attackers-own-id', world.sessionSecret)}`,
        ),
        'a real one with another signature': `${value.slice(0, -4)}AAAA`,
      };
      for (const [what, cookie] of Object.entries(forged)) {
        const browser = new Browser(app);
        browser.jar.set('office', cookie);
        expectRedirect(`GET /office with ${what}`, await browser.get('/office'));
        await browser.get('/office/login');
        expect(
          browser.jar.get('office') === cookie,
          `the server goes on with this session id, which it did not make: ${what}`,
        ).toBe(false);
        expectRedirect(`signing in with ${what}`, await signIn(browser, 'ines'), '/office');
        const given = browser.jar.get('office') ?? '';
        expect(given, `the session cookie after signing in with ${what}`).not.toContain(
          'attackers-own-id',
        );
        const attacker = new Browser(app);
        attacker.jar.set('office', cookie);
        expectRedirect(`GET /office with ${what}, afterwards`, await attacker.get('/office'));
      }
    },
  );

  check(
    'waits-for-the-new-session',
    'signs nobody in before the new session is there, or when there is none',
    {
      points: 2,
      hint: [
        'A store may take its time: a database in another building does. What is request.session until then?',
        'renew returns a promise. Await it; when it is rejected, let that be.',
      ],
    },
    async () => {
      for (const store of ['slow', 'failing'] as const) {
        const world = quickWorld();
        const { signIn: enter } = await theSignIn();
        const { handle, password } = PEOPLE.ines;
        const door = await sessionDoor({ store, world }, async (visit) => {
          if (visit.path !== '/enter') return void Object.assign(visit.session, { seen: true });
          await enter(visit, world.database, { handle, password });
        });
        const [first] = setCookiesOf(await door.get('/office'));
        const planted = `${first?.name}=${first?.value}`;
        const answer = await door.get('/office/enter').set('Cookie', planted);
        if (store === 'failing') {
          expect(answer.status, 'signing in while the store fails to end the old session').toBe(
            500,
          );
          expect(
            (await door.get('/office').set('Cookie', planted)).body.personId,
            'who is signed in, in the old session, after that',
          ).toBe(undefined);
          continue;
        }
        const what = 'with a store that takes its time';
        expect(answer.status, `signing in ${what}`).toBe(200);
        expect(answer.body.personId, `who is signed in ${what}`).toBe(PEOPLE.ines.id);
        expect(setCookiesOf(answer).length, `how many cookies signing in sets, ${what}`).toBe(1);
        expect(
          (await door.get('/office').set('Cookie', planted)).body.personId,
          `who is signed in, in the old session, ${what}`,
        ).toBe(undefined);
      }
    },
  );

  check(
    'opens-no-api',
    'gives a cookie that opens nothing under /api',
    {
      points: 2,
      hint: 'Each side has its own way to know you. On the other side, its credentials are no credentials.',
    },
    async () => {
      const { app, browser, world } = await open();
      await signIn(browser, 'ines');
      expectSignedIn('the ranger', await browser.get('/office'));
      const before = reportsIn(world);
      const cookie = `office=${browser.jar.get('office')}`;
      const api = request(app);
      const tries = [
        ['GET', '/api/me'],
        ['POST', '/api/reports'],
        ['DELETE', '/api/reports/r-02'],
        ['GET', '/office/../api/me'],
        ['DELETE', '/office/%2e%2e/api/reports/r-02'],
        ['DELETE', '/OFFICE/..//API/reports/r-02'],
      ] as const;
      for (const [method, path] of tries) {
        const what = `${method} ${path} with the cookie of a signed-in ranger`;
        const answer = await send(api, method, path, { Cookie: cookie });
        expectProblem(what, answer, 401, 'authentication-required');
        expect(answer.headers['set-cookie'], `Set-Cookie of ${what}`).toBe(undefined);
      }
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
    },
  );

  check(
    'opens-to-no-token',
    'is not impressed by a token: the entry point is the login form',
    {
      points: 1,
      hint: 'The office asks the session, and nothing else. Whoever it does not know goes to the form, with 303.',
    },
    async () => {
      const { app, browser } = await open();
      const token = bearer('ines');
      const paths = [
        '/office',
        '/office/',
        '/OFFICE',
        '/%6fffice',
        '//office',
        '/api/../office',
      ].concat(['/office/nowhere']);
      for (const path of paths) {
        const answer = await request(app).get(path).set('Authorization', token);
        expectRedirect(`GET ${path} with a ranger's token`, answer);
      }
      expectRedirect('GET /office without a session', await request(app).get('/office'));
      const cookie = `office=${token.slice('Bearer '.length)}`;
      const inCookie = await request(app).get('/office').set('Cookie', cookie);
      expectRedirect("GET /office with a ranger's token as its cookie", inCookie);
      expectRedirect('signing in, to compare', await signIn(browser, 'ines'), '/office');
      expectSignedIn('a session', await browser.get('/office/'));
    },
  );

  check(
    'asks-the-database-each-time',
    'lets a ranger in only for as long as they are one',
    {
      points: 2,
      hint: 'Keep the id in the session and nothing else: a role that was copied there is a role that nobody can take away.',
    },
    async () => {
      const { browser, world } = await open();
      await signIn(browser, 'ines');
      expectSignedIn('the ranger', await browser.get('/office'));
      const kept = JSON.stringify(world.database.all('SELECT data FROM sessions'));
      expect(kept.includes(PEOPLE.ines.password), 'her password is kept in the session').toBe(
        false,
      );
      world.database.exec("UPDATE people SET name = 'Inês D. Castro' WHERE id = 'p-ines'");
      const renamed = await browser.get('/office');
      expectSignedIn('the ranger, with a new name', renamed);
      expect(textOf(renamed), 'the page, after her name has changed').toContain('Inês D. Castro');
      world.database.exec("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      const demoted = await browser.get('/office');
      expect(demoted.status, 'GET /office, once she is no ranger any more').toBe(403);
      expect(demoted.type, 'the media type of that answer').toBe('text/html');
      world.database.exec("DELETE FROM people WHERE id = 'p-ines'");
      expectRedirect('GET /office, once she is deleted', await browser.get('/office'));
      world.database.exec('ALTER TABLE sessions RENAME TO lost');
      const ours = await browser.get('/office');
      expect(ours.status, 'GET /office while the database fails: our own fault').toBe(500);
    },
  );

  check(
    'escapes-what-people-write',
    'shows what people write as text, never as markup',
    {
      points: 1,
      hint: "A hiker's title is text. The html`…` of html.ts escapes whatever is put in: put texts in, not markup.",
    },
    async () => {
      const { browser, world } = await open();
      const texts = {
        name: `Inês <b onclick="alert('name')">`,
        handle: `<i>tomas</i> & "sons"`,
        title: `<img src=x onerror="alert('title')">`,
        body: `</p><script>alert('body')</script> <!-- &lt;`,
      };
      const { database } = world;
      database.run('UPDATE people SET name = ? WHERE id = ?', texts.name, PEOPLE.ines.id);
      database.run('UPDATE people SET handle = ? WHERE id = ?', texts.handle, PEOPLE.tomas.id);
      database.run(
        'INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)',
        'r-xss',
        'larch-loop',
        PEOPLE.tomas.id,
        'open',
        texts.title,
        texts.body,
        new Date(START).toISOString(),
      );
      await signIn(browser, 'ines');
      const page = await browser.get('/office');
      expectSignedIn('the ranger', page);
      for (const [what, text] of Object.entries(texts)) {
        expect(page.text.includes(text), `the page holds this ${what} as markup: ${text}`).toBe(
          false,
        );
        expect(textOf(page), `the page, with the ${what} as text`).toContain(text);
      }
      expect(page.text, 'the page').not.toMatch(/<(script|img|i|b)\b/i);
    },
  );

  check(
    'works-over-tls',
    'signs a ranger in over TLS, behind a proxy that speaks plain HTTP to the app',
    {
      points: 1,
      hint: 'With tls: true all is the same, but for the cookie: __Secure-office, and Secure.',
    },
    async () => {
      const { app, browser } = await open(quickWorld({ tls: true }), true);
      expectRedirect('signing in, with tls: true', await signIn(browser, 'ines'), '/office');
      expect([...browser.jar.keys()], 'the cookies that the browser keeps').toEqual([
        '__Secure-office',
      ]);
      expectSignedIn('the ranger, over TLS', await browser.get('/office'));
      const other = new Browser(app);
      other.jar.set('office', browser.jar.get('__Secure-office') ?? '');
      expectRedirect('the same cookie, named office', await other.get('/office'));
    },
  );

  check(
    'sessions-end',
    'lets no session last for ever',
    {
      points: 1,
      hint: "SessionStore ends them, by the app's clock: leave the session to it.",
    },
    async () => {
      const { browser, world } = await open();
      await signIn(browser, 'ines');
      world.setTime(START + HOUR);
      expectSignedIn('the ranger, an hour later', await browser.get('/office'));
      const nextDay = START + 24 * HOUR;
      world.setTime(nextDay);
      expectRedirect('GET /office, a day later', await browser.get('/office'));

      // Being busy makes it no longer: it ends eight hours after she signed in.
      await signIn(browser, 'ines');
      expectSignedIn('the ranger, signed in again', await browser.get('/office'));
      world.setTime(nextDay + 7 * HOUR);
      expectSignedIn('the ranger, seven hours later', await browser.get('/office'));
      world.setTime(nextDay + 8 * HOUR + 1000);
      expectRedirect('GET /office, eight hours later', await browser.get('/office'));

      // Until somebody signs in, it lasts for as long as they may look for their password.
      const form = await browser.get('/office/login');
      world.setTime(nextDay + 8.1 * HOUR);
      const { handle, password } = PEOPLE.ines;
      const late = await browser.post('/office/login', { handle, password, _csrf: csrfOf(form) });
      expectRedirect('the form, sent after six minutes', late, '/office');
    },
  );

  check(
    'survives-odd-bodies',
    'answers a body that is no form with an error of the client, never with one of ours',
    {
      points: 1,
      hint: 'Whatever is thrown reaches the responder of the office. What does it make of it?',
    },
    async () => {
      const { browser, world } = await open();
      const _csrf = csrfOf(await browser.get('/office/login'));
      const { handle, password } = PEOPLE.ines;
      const fields = { handle, password, _csrf };
      const form = String(new URLSearchParams(fields));
      const FORM = 'application/x-www-form-urlencoded';
      const odd: [what: string, type: string, body: string, status: number, coding?: string][] = [
        ['a form of 200 kB', FORM, `${form}&more=${'x'.repeat(200_000)}`, 413],
        ['a form of 5000 fields', FORM, `${form}${'&a='.repeat(5000)}`, 413],
        ['a form in an unknown charset', `${FORM}; charset=utf-77`, form, 415],
        ['a form in an unknown coding', FORM, form, 415, 'zip'],
        ['a form that says gzip and is not', FORM, form, 400, 'gzip'],
        ['JSON', 'application/json', JSON.stringify(fields), 403],
        ['half of JSON', 'application/json', '{', 403],
        ['text', 'text/plain', form, 403],
        ['multipart without parts', 'multipart/form-data; boundary=x', '--x--', 403],
        ['nothing', FORM, '', 403],
        ['a form of garbage', FORM, '%ff%00=%zz&__proto__[a]=b&constructor=&_csrf[]=x', 403],
      ];
      for (const [what, type, body, status, coding] of odd) {
        const headers = { 'Content-Type': type, ...(coding && { 'Content-Encoding': coding }) };
        const answer = await browser.send('POST', '/office/login', body, headers);
        expect(answer.status, `POST /office/login with ${what}`).toBe(status);
        expect(answer.type, `the media type of the answer to ${what}`).toBe('text/html');
        expect(answer.text, `the page for ${what}`).not.toMatch(/node_modules|\bat .*:\d+:\d+/);
      }
      expectRedirect('GET /office after all that', await browser.get('/office'));
      expect(world.logged, 'what was logged').toEqual([]);
      const right = await browser.send('POST', '/office/login', form, { 'Content-Type': FORM });
      expectRedirect('the same fields in a form', right, '/office');
    },
  );
});

task('6.5', () => {
  /** A ranger who is signed in. Her page carries the CSRF token of the sign-out button. */
  const signedIn = async (world = quickWorld(), tls = false) => {
    const { app, browser } = await open(world, tls);
    await signIn(browser, 'ines');
    const page = await browser.get('/office');
    expectSignedIn('the ranger', page);
    return { app, browser, world, _csrf: csrfOf(page) };
  };

  check(
    'leads-back-to-the-form',
    'signs the ranger out, and leads back to the form',
    {
      points: 2,
      hint: 'Ending the session is yours to do; the answer, a 303 to the form, is given by officeFirewall.',
    },
    async () => {
      const { browser, _csrf } = await signedIn();
      expectRedirect('POST /office/logout', await browser.post('/office/logout', { _csrf }));
      expectRedirect('GET /office afterwards', await browser.get('/office'));
      expectRedirect('signing in once more', await signIn(browser, 'ines'), '/office');
    },
  );

  check(
    'ends-the-session-on-the-server',
    'ends the session on the server: a copy of the cookie is worth nothing',
    {
      points: 4,
      hint: [
        'Somebody has copied the cookie an hour ago. What do they see after you have signed out?',
        'await destroy(request): it takes the session out of the store.',
      ],
    },
    async () => {
      const { app, browser, _csrf } = await signedIn();
      const thief = new Browser(app);
      thief.jar.set('office', browser.jar.get('office') ?? '');
      expectSignedIn('whoever has copied the cookie, before', await thief.get('/office'));
      await browser.post('/office/logout', { _csrf });
      expectRedirect('GET /office with a copy of the old cookie', await thief.get('/office'));
      const copy = await thief.post('/office/logout', { _csrf });
      expect(copy.status, 'a form with the old cookie and the old _csrf').toBe(403);
      // A session in which nobody is signed in is one all the same.
      const visitor = new Browser(app);
      const fields = { _csrf: csrfOf(await visitor.get('/office/login')) };
      const its = visitor.jar.get('office') ?? '';
      expectRedirect(
        'signing out somebody who has only seen the form',
        await visitor.post('/office/logout', fields),
      );
      visitor.jar.set('office', its);
      const again = await visitor.post('/office/logout', fields);
      expect(again.status, 'the same again, with the same cookie and _csrf').toBe(403);
    },
  );

  const cleared = async (tls: boolean) => {
    const { browser, _csrf } = await signedIn(quickWorld({ tls }), tls);
    const answer = await browser.post('/office/logout', { _csrf });
    const name = tls ? '__Secure-office' : 'office';
    const cookie = setCookiesOf(answer).find((one) => one.name === name);
    if (!cookie) {
      expect.fail(`POST /office/logout does not clear the cookie ${name}: there is no Set-Cookie.`);
    }
    const { attributes } = cookie;
    expect(cookie.value, `what is left in the cookie ${name}`).toBe('');
    expect(attributes['path'], `the Path of the cookie ${name} that is cleared`).toBe('/office');
    expect(attributes['domain'], `the Domain of the cookie ${name} that is cleared`).toBe(
      undefined,
    );
    expect([...browser.jar.keys()], 'the cookies that the browser keeps').toEqual([]);
    return attributes;
  };

  check(
    'clears-the-cookie',
    'has the browser forget the cookie',
    {
      points: 2,
      hint: [
        'To a browser, a cookie with another Path is another cookie.',
        'response.clearCookie(name, options), with what sessionCookie(tls) gives.',
      ],
    },
    async () => {
      const attributes = await cleared(false);
      expect('secure' in attributes, 'Secure is in the cookie that is cleared, without TLS').toBe(
        false,
      );
    },
  );

  check(
    'clears-it-over-tls',
    'has the browser forget it over TLS too',
    {
      points: 2,
      hint: 'Over TLS it has another name, and a browser takes nothing under that name that is not Secure. signOut is told: tls.',
    },
    async () => {
      const attributes = await cleared(true);
      expect('secure' in attributes, 'Secure is in the cookie that is cleared, with TLS').toBe(
        true,
      );
    },
  );

  check(
    'only-looks-on-get',
    'signs nobody out for following a link',
    {
      points: 1,
      hint: 'An image on any page can have a browser GET /office/logout. Only POST signs out.',
    },
    async () => {
      const { browser, _csrf } = await signedIn();
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const answer = await browser.send(method, `/office/logout?_csrf=${_csrf}`);
        expect(answer.status, `${method} /office/logout`).not.toBe(303);
        expectSignedIn(`the ranger, after ${method} /office/logout`, await browser.get('/office'));
      }
      expectRedirect('POST /office/logout', await browser.post('/office/logout', { _csrf }));
    },
  );

  check(
    'wants-the-csrf-token-too',
    'signs nobody out without the CSRF token',
    { points: 1, hint: "Another site's form can POST as well. It does not know the token." },
    async () => {
      const { app, browser, _csrf } = await signedIn();
      const others = csrfOf(await new Browser(app).get('/office/login'));
      const wrong: Fields[] = [{}, { _csrf: '' }, { _csrf: others }, { _csrf: [_csrf, _csrf] }];
      for (const fields of wrong) {
        const answer = await browser.post('/office/logout', fields);
        const what = `POST /office/logout with ${JSON.stringify(fields).slice(0, 40)}`;
        expect(answer.status, what).toBe(403);
        expect(setCookiesOf(answer), `Set-Cookie of ${what}`).toEqual([]);
        expectSignedIn(`the ranger, after ${what}`, await browser.get('/office'));
      }
      expectRedirect('with the right one', await browser.post('/office/logout', { _csrf }));
    },
  );

  check(
    'leaves-others-signed-in',
    'ends this session and no other, and leaves a token alone',
    {
      points: 1,
      hint: 'One session, by its id. A token is not in the store: nothing on the server can end it before its exp.',
    },
    async () => {
      const { app, browser, world, _csrf } = await signedIn();
      const laptop = new Browser(app);
      await signIn(laptop, 'ines');
      const token = bearer('ines');
      const me = () => request(app).get('/api/me').set('Authorization', token);
      const answer = await browser.post('/office/logout', { _csrf });
      expectRedirect('POST /office/logout', answer);
      expectRedirect('GET /office in this browser', await browser.get('/office'));
      expectSignedIn('the same ranger in another browser', await laptop.get('/office'));
      expect((await me()).status, "GET /api/me with the ranger's token, after signing out").toBe(
        200,
      );
      world.setTime(Number(goodClaims()['exp']) * 1000);
      const late = await me();
      expectProblem('GET /api/me in the second of its exp', late, 401, 'expired-token');
    },
  );

  check(
    'waits-for-the-end',
    'says that somebody is signed out once they are, and not when it went wrong',
    {
      points: 1,
      hint: [
        'The answer must not be faster than the store: "you are signed out" has to be true.',
        'destroy returns a promise. Await it; when it is rejected, let that be.',
      ],
    },
    async () => {
      const { signOut } = await theSignOut();
      for (const store of ['slow', 'failing'] as const) {
        const door = await sessionDoor({ store }, async (visit, response) => {
          if (visit.path === '/leave') await signOut(visit, response, false);
          else if (visit.path === '/enter') visit.session.personId = PEOPLE.ines.id;
        });
        const [first] = setCookiesOf(await door.get('/office/enter'));
        const cookie = `${first?.name}=${first?.value}`;
        const answer = await door.get('/office/leave').set('Cookie', cookie);
        if (store === 'failing') {
          expect(answer.status, 'signing out while the store fails to end the session').toBe(500);
          expect(setCookiesOf(answer), 'Set-Cookie of that answer').toEqual([]);
          continue;
        }
        expect(answer.status, 'signing out with a store that takes its time').toBe(200);
        expect(answer.body.ended, 'sessions that the store had ended before the answer').toBe(1);
        expect(
          (await door.get('/office').set('Cookie', cookie)).body.personId,
          'who is signed in afterwards, with a store that takes its time',
        ).toBe(undefined);
      }
    },
  );
});

type Fields = Record<string, string | string[]>;

/** Passwords' hashes that cost next to nothing to verify: most checks are not about that. */
const QUICK = {
  mira: '$argon2id$v=19$m=8,t=1,p=1$IwwtX8plvEzCqacxKtj9yA$q4ddsd3HwBabY4hz0MN9sd7vdrxWCkkwjt+iBPkEaqU',
  tomas:
    '$argon2id$v=19$m=8,t=1,p=1$bK8NOFEcksuvvbrBIqFI1g$aab5qcYScIBiVJLpxb+TRk37DS2rAqiyFogugf/BB8A',
  ines: '$argon2id$v=19$m=8,t=1,p=1$67awr8Om1CfqBIbrC1zQVg$bWrTnzAvMHev8lxMyrac2wTqWVyuGD5uosnuofgXVEE',
};

function quickWorld(changes: Partial<World> = {}): World {
  const world = makeWorld(changes);
  for (const [handle, hash] of Object.entries(QUICK)) {
    world.database.run('UPDATE people SET passwordHash = ? WHERE handle = ?', hash, handle);
  }
  return world;
}

/** The whole app, and a browser in front of it. */
async function open(world = quickWorld(), tls = false) {
  const { createApp } = await theApp();
  const app = createApp(world);
  return { app, world, browser: new Browser(app, tls) };
}

async function signIn(browser: Browser, who: keyof typeof PEOPLE): Promise<Response> {
  const { handle, password } = PEOPLE[who];
  const form = await browser.get('/office/login');
  return browser.post('/office/login', { handle, password, _csrf: csrfOf(form) });
}

function bearer(who: keyof typeof PEOPLE): string {
  return `Bearer ${signToken(goodClaims({ sub: PEOPLE[who].id }))}`;
}

/** Every report's title, by its id. */
function reportsIn({ database }: World): Record<string, string> {
  const rows = database.all<{ id: string; title: string }>('SELECT id, title FROM reports');
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]));
}

async function send(
  agent: ReturnType<typeof request>,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = agent[verb](path).set(headers);
  if (method === 'POST') return asked.send(REPORT);
  return method === 'PATCH' ? asked.send({ title: 'Changed by somebody' }) : asked;
}

interface SetCookie {
  name: string;
  value: string;
  /** By their names in lower case. */
  attributes: Record<string, string>;
}

/** The cookies that an answer sets (RFC 6265bis §4.1). */
function setCookiesOf({ headers }: Response): SetCookie[] {
  const lines = [headers['set-cookie'] ?? []].flat() as string[];
  return lines.map((line) => {
    const [[name = '', value = ''] = [], ...attributes] = line.split(';').map((part) => {
      const [key = '', ...rest] = part.split('=');
      return [key.trim(), rest.join('=').trim()];
    });
    const named = attributes.map(([key = '', text = '']) => [key.toLowerCase(), text]);
    return { name, value, attributes: Object.fromEntries(named) as Record<string, string> };
  });
}

/** What a browser does with cookies, as far as the office goes: it keeps, sends, and forgets them. */
class Browser {
  readonly #app: Express;
  readonly #tls: boolean;
  /** Values by name, of cookies for /office. */
  readonly jar = new Map<string, string>();

  constructor(app: Express, tls = false) {
    this.#app = app;
    this.#tls = tls;
  }

  get(path: string): Promise<Response> {
    return this.send('GET', path);
  }

  post(path: string, fields: Fields): Promise<Response> {
    const pairs = Object.entries(fields).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, String(new URLSearchParams(pairs)), type);
  }

  async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const verb = method.toLowerCase() as 'get' | 'post' | 'head' | 'options';
    const asked = request(this.#app)[verb](path).set(headers);
    const cookies = [...this.jar].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) asked.set('Cookie', cookies.join('; '));
    const answer = await (body === undefined ? asked : asked.send(body));
    for (const cookie of setCookiesOf(answer)) this.#take(cookie);
    return answer;
  }

  /** RFC 6265bis §5.7: what is not fit to be kept is dropped, without a word. */
  #take({ name, value, attributes }: SetCookie): void {
    const secure = 'secure' in attributes;
    if (secure && !this.#tls) return;
    if (name.startsWith('__Secure-') && !secure) return;
    if (attributes['path'] !== '/office') return;
    const age = attributes['max-age'];
    const expires = Date.parse(attributes['expires'] ?? '');
    const over = age === undefined ? expires <= START : Number(age) <= 0;
    if (over) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

/** As cookie-signature does, which express-session signs with. */
function signCookie(id: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '');
  return `${id}.${signature}`;
}

/** The CSRF token of a page's form. */
function csrfOf(page: Response): string {
  const inputs = page.text?.match(/<input[^>]*>/g) ?? [];
  const input = inputs.find((text) => /\bname=["']?_csrf\b/.test(text)) ?? '';
  const token = /\bvalue=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/.exec(input)?.slice(1).find(Boolean);
  if (!token) expect.fail(`There is no form with an _csrf in this page: ${page.status}.`);
  return decodeEntities(token);
}

/** A page as its reader sees it, more or less: without tags, and with entities decoded. */
function textOf({ text }: Response): string {
  return decodeEntities((text ?? '').replace(/<[^>]*>/g, ' '));
}

function decodeEntities(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

function expectRedirect(what: string, answer: Response, to = '/office/login'): void {
  expect(answer.status, `the status of: ${what}`).toBe(303);
  const { pathname } = new URL(answer.headers['location'] ?? '', 'http://cairn.example');
  expect(pathname, `where it leads to: ${what}`).toBe(to);
}

function expectSignedIn(who: string, answer: Response): void {
  expect(answer.status, `GET /office by ${who}`).toBe(200);
}

/** RFC 9457, as our API has it. */
function expectProblem(what: string, answer: Response, status: number, slug?: string): void {
  expect(answer.status, `the status of ${what}`).toBe(status);
  expect(answer.type, `the media type of the answer: ${what}`).toBe('application/problem+json');
  expect(answer.body.status, `"status" in the body: ${what}`).toBe(status);
  const type = slug ? `https://cairn.example/problems/${slug}` : 'about:blank';
  expect(answer.body.type, `"type" in the body: ${what}`).toBe(type);
  const words = `the members of the problem with words in them: ${what}`;
  expect(wordsOf(answer.body), words).toEqual(['title', 'detail']);
}

/** A page with a heading, in which no script runs, whose style is let in, and that nobody can frame. */
function expectPage(what: string, answer: Response): void {
  expect(answer.type, `the media type of the page: ${what}`).toBe('text/html');
  const [, heading = ''] = /<h1>([^]*?)<\/h1>/.exec(answer.text) ?? [];
  expect(heading, `the heading of the page: ${what}`).toMatch(/\w/);
  const header = answer.headers['content-security-policy'] ?? '';
  const policy = Object.fromEntries(
    header.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/ +/);
      return [name, values.join(' ')];
    }),
  );
  const about = `Content-Security-Policy of the page: ${what}`;
  expect(policy, about).toMatchObject({
    'default-src': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
  });
  expect(policy['script-src'] ?? "'none'", `script-src in the ${about}`).toBe("'none'");
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(answer.text) ?? [];
  expect(style, `the style in the page: ${what}`).toMatch(/\{/);
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy['style-src'], `style-src in the ${about}`).toContain(`'sha256-${hash}'`);
}

/** Beside its heading, its links and its form, a page says in words why it is what came. */
function expectToldWhy(what: string, { text }: Response): void {
  const told = text.replace(/<(head|h1|a|form)\b[^]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');
  expect(told, `what the page says of: ${what}`).toMatch(/\w/);
}

function expectChallenge(what: string, { headers }: Response, scheme: string): void {
  const challenge = headers['www-authenticate'] ?? '';
  expect(challenge, `WWW-Authenticate of ${what}`).toMatch(new RegExp(`^${scheme}\\b`, 'i'));
}

type Visit = Parameters<RequestHandler>[0];

/**
 * Office sessions, and one handler behind them that does something with the visit's session. The
 * answer tells who is signed in, and how many sessions the store has ended.
 *
 * @param options with a `store` that is slow, or that fails, to end a session
 */
async function sessionDoor(
  options: { tls?: boolean; store?: 'slow' | 'failing'; world?: World },
  work: (visit: Visit, response: express.Response) => unknown,
): Promise<ReturnType<typeof request>> {
  const { tls = false, store, world = makeWorld() } = options;
  const { database, clock, sessionSecret } = world;
  const { officeSession } = await theSession();
  let ended = 0;
  let destroy: Visit['sessionStore']['destroy'] | undefined;
  const app = express().disable('x-powered-by');
  app.use('/office', officeSession({ database, clock, sessionSecret, tls }));
  app.use('/office', async (visit, response) => {
    const { sessionStore } = visit;
    const original = (destroy ??= sessionStore.destroy);
    sessionStore.destroy = (id, done) => {
      if (store === 'failing') return void done?.(new Error('The store cannot be reached.'));
      const end = () =>
        Reflect.apply(original, sessionStore, [
          id,
          (error: unknown) => {
            ended += 1;
            done?.(error);
          },
        ]);
      if (store !== 'slow') return end();
      let late = Promise.resolve();
      for (let turn = 0; turn < 100; turn += 1) late = late.then(() => {});
      void late.then(end);
    };
    try {
      await work(visit, response);
    } catch (error) {
      return void response.status(500).send(String(error));
    }
    response.json({ personId: visit.session?.personId, ended });
  });
  return request(app);
}
