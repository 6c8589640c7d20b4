import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { check, expect, task } from '#check';
import { theFirewalls } from './lessons.ts';

/** Why a request failed; a class of our own, to see that it isn't wrapped or replaced. */
class Mishap extends Error {}

/** A firewall that says what it sees, and answers errors in its own words. */
function firewall(name: string, path: string) {
  const seen: unknown[] = [];
  const routes = express.Router();
  routes.all('/later/:id', async (visit, response) => {
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    response.json({ by: name, id: visit.params.id });
  });
  routes.all(['/', '/things/:id'], (visit, response) => {
    const { method, path: below, originalUrl, url, query, params, protocol } = visit;
    const id = params['id'];
    response.json({ by: name, method, path: below, originalUrl, url, query, id, protocol });
  });
  routes.all('/throws', () => {
    throw new Mishap(name);
  });
  routes.all('/rejects', async () => Promise.reject(new Mishap(name)));
  routes.all('/fails-later', (_request, _response, next) => next(new Mishap(name)));
  routes.all('/gives-up', (_request, _response, next) => next());
  routes.all('/leaves', (_request, _response, next) => next('router'));
  const respond: ErrorRequestHandler = (error, _request, response, _next) => {
    seen.push(error);
    const status = Number(Object(error).status) || 500;
    const kind = error instanceof Mishap ? 'Mishap' : 'other';
    response.status(status).json({ error: name, kind, message: String(Object(error).message) });
  };
  return { name, path, routes, respond, seen };
}

type Wall = ReturnType<typeof firewall>;

const API = () => firewall('api', '/api');
const OFFICE = () => firewall('office', '/office');

/** An app with a map of firewalls, behind which something else is mounted. */
async function appWith(map: Wall[], leaked: unknown[] = []) {
  const { firewalls } = await theFirewalls();
  const router: unknown = firewalls(map);
  if (typeof router !== 'function') {
    expect.fail(`firewalls(map) must return the router. It returned ${String(router)}.`);
  }
  const app = express().disable('x-powered-by').set('trust proxy', 1);
  app.use('/early', () => {
    throw new Mishap('outside');
  });
  app.use(router as express.Router);
  app.use('/broken', () => {
    throw new Mishap('outside');
  });
  app.use(
    (visit, response) => void response.status(418).json({ by: 'no firewall', url: visit.url }),
  );
  const last: ErrorRequestHandler = (error, _request, response, _next) => {
    leaked.push(error);
    if (response.headersSent) return;
    response.status(599).json({ error: 'the app', message: String(Object(error).message) });
  };
  app.use(last);
  return request(app);
}

/** What answered: a firewall's routes, an error handler, or something outside of the map. */
const answerer = (body: { by?: string; error?: string }) =>
  body.by ?? `the error handler of ${body.error}`;

task('6.1', () => {
  check(
    'serves-its-path',
    'gives a request to the firewall of its path, and of everything below it',
    {
      points: 3,
      hint: [
        "A request for `/office/things/7` must reach the office's routes, which know it as `/things/7`.",
        '[`router.use(path, …)`](https://expressjs.com/en/5x/api.html#router.use) matches a path and everything below it, and takes the path off for what is mounted there.',
        'For each firewall: `router.use(firewall.path, firewall.routes, …)`. Then `return router`.',
      ],
    },
    async () => {
      const app = await appWith([API(), OFFICE()]);
      const paths: Record<string, [by: string, path: string, id?: string]> = {
        '/api': ['api', '/'],
        '/api/': ['api', '/'],
        '/api?page=2': ['api', '/'],
        '/api/things/7': ['api', '/things/7', '7'],
        '/api/things/office': ['api', '/things/office', 'office'],
        '/office': ['office', '/'],
        '/office/things/a%2Fb': ['office', '/things/a%2Fb', 'a/b'],
      };
      for (const [path, [by, below, id]] of Object.entries(paths)) {
        const { body } = await app.get(path);
        expect(answerer(body), `what answers GET ${path}`).toBe(by);
        expect(body.path, `the path that its routes see, for ${path}`).toBe(below);
        expect(body.id, `the :id in ${path}`).toBe(id);
      }
      for (const method of ['post', 'put', 'patch', 'delete', 'options'] as const) {
        const { body } = await app[method]('/api/things/7?x=1');
        expect(answerer(body), `what answers ${method.toUpperCase()} /api/things/7`).toBe('api');
        expect(body.query, `the query of ${method.toUpperCase()} /api/things/7?x=1`).toEqual({
          x: '1',
        });
        const later = await app[method]('/api/later/7');
        const what = `what answers ${method.toUpperCase()} /api/later/7, which takes its time`;
        expect(answerer(later.body), what).toBe('api');
      }
    },
  );

  check(
    'leaves-other-paths-alone',
    'lets a request continue that no firewall matches',
    {
      points: 3,
      hint: [
        'A path belongs to a firewall if it is the same, or continues with a slash. `/apiary` belongs to the bees.',
        '`startsWith` also accepts `/apiary`, and a pattern made of `/v1.0` also accepts `/v1x0`. [`router.use(path, …)`](https://expressjs.com/en/5x/api.html#router.use) compares whole segments.',
        'Give the path to Express instead of comparing it: `router.use(path, …)`, once for each firewall. Without a path, `router.use` takes every request.',
      ],
    },
    async () => {
      const app = await appWith([API(), OFFICE(), firewall('dotted', '/v1.0')]);
      const others = [
        '/',
        '/apiary',
        '/apiary/things/7',
        '/api-docs',
        '/api.json',
        '/ap',
        '/officer',
      ]
        .concat(['/v1/api/things/7', '/reports/office', '/api;v=1/things/7', '/api%2Fthings/7'])
        .concat(['/%2561pi/things/7', '/v1x0/things/7', '/things/7', '/else?x=/api']);
      for (const path of others) {
        const { body } = await app.get(path);
        expect(answerer(body), `what answers GET ${path}`).toBe('no firewall');
        expect(body.url, `the url that the app sees after the map, for ${path}`).toBe(path);
      }
      expect((await app.get('/v1.0/things/7')).body.by, 'what answers GET /v1.0/things/7').toBe(
        'dotted',
      );
      expect(
        (await (await appWith([])).get('/api')).body.by,
        'what answers, with an empty map',
      ).toBe('no firewall');
    },
  );

  check(
    'matches-as-express-does',
    'matches a path in any case, as Express routes do',
    {
      points: 2,
      hint: [
        'Express serves `/API/things/7` from the same route as `/api/things/7`. If the map sees two paths there, one of them has no guard.',
        "Don't compare paths yourself, and leave `caseSensitive` and `strict` of [`express.Router`](https://expressjs.com/en/5x/api.html#express.router) alone: `router.use(path, …)` matches as the routes do.",
        'If you changed the path to compare it: give the routes the original one. `R-01` and `r-01` are different ids.',
      ],
    },
    async () => {
      const app = await appWith([API(), OFFICE()]);
      const paths: Record<string, [by: string, id?: string]> = {
        '/API/things/7': ['api', '7'],
        '/Api': ['api'],
        '/aPi/Things/R-01': ['api', 'R-01'],
        '/OFFICE/things/Inês': ['office', 'Inês'],
        '/Office/': ['office'],
      };
      for (const [path, [by, id]] of Object.entries(paths)) {
        const { body } = await app.get(encodeURI(path));
        expect(answerer(body), `what answers GET ${path}`).toBe(by);
        expect(body.id, `the :id in ${path}, in its own case`).toBe(id);
      }
    },
  );

  check(
    'keeps-what-it-matched',
    'answers 404 itself when the routes of the firewall have no answer',
    {
      points: 3,
      hint: [
        "A request that belongs to a firewall ends there, even if its routes don't know it. It must not reach what is mounted behind the map.",
        'Which middleware turns "nobody has answered" into an error? It is imported at the top of the file, and it must stand after the routes and before the error handler.',
        '`router.use(path, routes, …, respond)`: what belongs in the gap?',
      ],
    },
    async () => {
      const [api, office] = [API(), OFFICE()];
      const app = await appWith([api, office]);
      const paths = ['/api/nowhere', '/api/gives-up', '/api/leaves', '/api/office', '/API/x'];
      for (const path of [...paths, '/office/nowhere', '/OFFICE/gives-up', '/office/leaves']) {
        const wall = path.toLowerCase().startsWith('/api') ? api : office;
        const answer = await app.get(path);
        expect(answer.body.error, `whose error handler answers GET ${path}`).toBe(wall.name);
        expect(answer.status, `the status of GET ${path}`).toBe(404);
      }
      for (const method of ['post', 'put', 'delete', 'options', 'head'] as const) {
        const before = office.seen.length;
        const { status } = await app[method]('/office/nowhere');
        const what = `${method.toUpperCase()} /office/nowhere`;
        expect(status, `the status of ${what}`).toBe(404);
        const told = office.seen.length - before;
        expect(told, `how often the office's error handler hears of ${what}`).toBe(1);
      }
      expect((await app.get('/api')).status, 'the status of GET /api, which is answered').toBe(200);
    },
  );

  check(
    'answers-its-own-errors',
    'hands an error to the error handler of the firewall in which it was thrown',
    {
      points: 3,
      hint: [
        'If one error handler answers for both sides, a ranger sees JSON or a program gets a login form.',
        'An error goes to the next [error handler](https://expressjs.com/en/guide/error-handling.html) that is mounted after the code that threw, and matches the path.',
        'Put `respond` last in the same `router.use(path, …)`. If all error handlers come after all routes, the first of them gets every error.',
      ],
    },
    async () => {
      const [api, office] = [API(), OFFICE()];
      const leaked: unknown[] = [];
      const app = await appWith([api, office], leaked);
      for (const wall of [api, office, api]) {
        for (const way of ['throws', 'rejects', 'fails-later']) {
          const path = `${wall.path}/${way}`;
          const before = wall.seen.length;
          const { body, status } = await app.get(path);
          expect(body.error, `whose error handler answers GET ${path}`).toBe(wall.name);
          expect([status, body.kind, body.message], `the error that it gets, from ${path}`).toEqual(
            [500, 'Mishap', wall.name],
          );
          expect(wall.seen.length - before, `how often it is called for ${path}`).toBe(1);
        }
      }
      expect(
        (await app.get('/office/things/%E0%A4%A')).body.error,
        'who answers a path that cannot be decoded',
      ).toBe('office');
      expect(leaked.map(String), 'errors that left their firewall as well').toEqual([]);
      for (const path of ['/broken/api', '/early/office']) {
        const outside = await app.get(path);
        expect(outside.body.error, `who answers an error outside of the map, at ${path}`).toBe(
          'the app',
        );
      }
      expect(api.seen.concat(office.seen).length, 'errors that reached a firewall, in all').toBe(
        10,
      );
    },
  );

  check(
    'first-match-alone',
    'gives a request to the first firewall of the map that matches, and to no other',
    {
      points: 1,
      hint: [
        "The map is read from the top, like Express's own routes: the first match wins, even if another one fits better.",
        'Mount the firewalls in the order of the map. No sorting.',
      ],
    },
    async () => {
      const inner = () => firewall('inner', '/api/internal');
      const ask = async (map: Wall[], path: string) => {
        const { body } = await (await appWith(map)).get(path);
        return String(body.by ?? body.error);
      };
      const map = [inner(), API(), firewall('a second api', '/api')];
      expect(await ask(map, '/api/internal/things/7'), 'who has /api/internal/things/7').toBe(
        'inner',
      );
      expect(await ask(map, '/api/internal/nowhere'), 'who has /api/internal/nowhere').toBe(
        'inner',
      );
      expect(await ask(map, '/api/internal/throws'), 'who has /api/internal/throws').toBe('inner');
      expect(await ask(map, '/api/things/7'), 'who has /api/things/7').toBe('api');
      expect(
        await ask([API(), inner()], '/api/internal'),
        'who has /api/internal, when /api stands before it in the map',
      ).toBe('api');
      expect(
        map.map(({ name }) => name),
        'the map afterwards',
      ).toEqual(['inner', 'api', 'a second api']);
    },
  );

  check(
    'leaves-the-request-alone',
    "leaves the request and the app's settings as they are, and keeps two maps apart",
    {
      points: 1,
      hint: [
        'A firewall belongs to its app and its settings. Mount the routes on a router: an `express()` of its own would know nothing of them.',
        "Logs and cookies go by `originalUrl`, so it stays what the client sent. Express changes `url` for the time of the mounted routes and restores it afterwards; you don't have to.",
        'Make the router inside the function: one at the top of the file would be shared by every app in this process.',
      ],
    },
    async () => {
      const app = await appWith([API(), OFFICE()]);
      const sent = '/API/Things/7?q=%41&q=b';
      const { body } = await app.get(sent);
      expect(body.originalUrl, 'originalUrl behind the firewall').toBe(sent);
      expect(body.query, 'the query behind the firewall').toEqual({ q: ['A', 'b'] });
      const proxied = await app.get('/api').set('X-Forwarded-Proto', 'https');
      const label = 'the protocol behind the firewall, in an app that trusts a proxy';
      expect(proxied.body.protocol, label).toBe('https');
      const powered = proxied.headers['x-powered-by'];
      expect(powered, 'X-Powered-By, which the app has disabled').toBe(undefined);
      const other = await appWith([OFFICE()]);
      expect(
        (await other.get('/api')).body.by,
        'who has /api in an app whose map has no /api',
      ).toBe('no firewall');
      expect((await app.get('/api')).body.by, 'who has /api in the first app, afterwards').toBe(
        'api',
      );
    },
  );
});
