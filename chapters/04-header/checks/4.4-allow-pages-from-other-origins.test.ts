import { inspect } from 'node:util';
import express, { type RequestHandler } from 'express';
import supertest, { type Response as Answer } from 'supertest';
import { check, expect, lesson, makeWorld, task, type World } from '#check';
import { type Api, bearer, REPORT, serve as serveApp } from './chapter-api.ts';
import { TOKEN } from './header-lines.ts';
import { found, listed, loggedBy, printedDuring, secretsOf } from './printed.ts';

const allowing = lesson(
  '04-header/allow-origins.ts',
  () => import('#course/04-header/allow-origins.ts'),
);

/** The API. What goes wrong with it here is about `allow-origins.ts`. */
async function serve(world: World = makeWorld()): Promise<Api> {
  const api = await serveApp(world);
  await allowing();
  return api;
}

const MDN = 'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers';
const PAGE = 'http://localhost:5173';

/** Origins that are not PAGE's, though some look like it. */
const STRANGERS = [
  'https://elsewhere.example',
  'null',
  `${PAGE}0`,
  `${PAGE}/`,
  `${PAGE}/map`,
  `${PAGE}.elsewhere.example`,
  `${PAGE},https://elsewhere.example`,
  'http://elsewhere-localhost:5173',
  'http://sub.localhost:5173',
  'http://mira@localhost:5173',
  'https://localhost:5173',
  'HTTP://LOCALHOST:5173',
  'http://localhost',
  'http://localhost:517',
  'http://localhost:8080',
  'http://127.0.0.1:5173',
  'http://[::1]:5173',
  'http://api.cairn.example',
  'localhost:5173',
  'not a URL',
  '*',
  'constructor',
  '__proto__',
];

/** A preflight, as a browser sends it: without credentials. */
function preflight(api: Api, path: string, method: string, origin = PAGE) {
  return api
    .options(path)
    .set('Origin', origin)
    .set('Access-Control-Request-Method', method)
    .set('Access-Control-Request-Headers', 'authorization,content-type');
}

/** The elements of a list header, in lower case. */
function listOf(answer: Answer, name: string): string[] {
  return (answer.get(name) ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');
}

/** A list of methods, or of headers to read, may be a star, which stands for each of them. */
const orStar = (list: string[], wanted: string) => (list.includes('*') ? [...list, wanted] : list);

const allowedOrigin = (answer: Answer) => answer.get('Access-Control-Allow-Origin') ?? 'none';
const corsHeaders = ({ headers }: Answer) =>
  listed(
    Object.entries(headers as Record<string, string>)
      .filter(([name]) => name.startsWith('access-control-'))
      .map(([name, value]) => `${name}: ${value}`),
  );

task('4.4', () => {
  check(
    'answers-the-preflight',
    'answers a preflight with 204, without asking for a token',
    {
      points: 3,
      hint: [
        'Before a page sends an Authorization header, its browser asks with OPTIONS, and never with credentials.',
        '`cors` answers the preflight itself when the options contain an origin. Its defaults for `preflightContinue` and `optionsSuccessStatus` are right: https://github.com/expressjs/cors#configuration-options',
        '`return { origin, methods: […], … };`',
      ],
    },
    async () => {
      const api = await serve();
      const targets = { '/api/reports': 'POST', '/api/reports/r-24': 'DELETE', '/api/me': 'GET' };
      for (const [path, method] of Object.entries(targets)) {
        const answer = await preflight(api, path, method);
        const what = `OPTIONS ${path} from ${PAGE}, for ${method}`;
        expect(answer.status, what).toBe(204);
        expect(allowedOrigin(answer), `Access-Control-Allow-Origin of ${what}`).toBe(PAGE);
      }

      const { allowOrigins } = await allowing();
      let calls = 0;
      const next: RequestHandler = (_request, response) => {
        calls += 1;
        if (!response.headersSent) response.end();
      };
      const alone = supertest(express().use(allowOrigins([PAGE]), next));
      await preflight(alone, '/', 'POST');
      expect(calls, 'how often next is called for a preflight, which is answered').toBe(0);
      await alone.get('/').set('Origin', PAGE);
      expect(calls, 'how often next is called for a GET').toBe(1);

      const plain = await api.options('/api/reports');
      expect(plain.status, 'OPTIONS /api/reports without an Origin').toBe(204);
      expect(plain.get('Allow'), 'its Allow header').toMatch(/POST/);
    },
  );

  check(
    'allows-authorization',
    'allows a page to send authorization and content-type',
    {
      points: 2,
      hint: [
        'A page may set an Authorization header, or send JSON, only if the preflight allows these headers by name.',
        `\`allowedHeaders\` lists them. A * covers every header but Authorization: ${MDN}/Access-Control-Allow-Headers`,
        "`allowedHeaders: ['authorization', '…'],`",
      ],
    },
    async () => {
      const answer = await preflight(await serve(), '/api/reports', 'POST');
      const allowed = listOf(answer, 'Access-Control-Allow-Headers');
      const label = 'Access-Control-Allow-Headers of a preflight (names have no case)';
      expect(allowed, label).toContain('authorization');
      expect(allowed, label).toContain('content-type');
    },
  );

  check(
    'allows-no-other-header',
    'allows no other header, whatever the page asks for',
    {
      points: 2,
      hint: [
        'A page may send two headers of its own choice, and no other.',
        'Without `allowedHeaders`, `cors` allows whatever headers the page asks for: https://github.com/expressjs/cors#configuration-options',
        '`allowedHeaders: […]`, with these two names and no *.',
      ],
    },
    async () => {
      const asked = 'authorization,x-forwarded-user';
      const answer = await preflight(await serve(), '/api/reports', 'POST').set(
        'Access-Control-Request-Headers',
        asked,
      );
      expect(answer.status, `a preflight that asks for ${asked}`).toBe(204);
      const allowed = listOf(answer, 'Access-Control-Allow-Headers');
      expect(allowed, `Access-Control-Allow-Headers, asked for ${asked}`).toContain(
        'authorization',
      );
      // Any page may send some headers without permission: to list them changes nothing.
      const free = ['accept', 'accept-language', 'content-language', 'range'];
      const own = ['authorization', 'content-type', ...free];
      const others = allowed.filter((header) => !own.includes(header));
      const label = `other headers that are allowed, after a preflight that asks for ${asked}`;
      expect(listed(others), label).toBe('none');
    },
  );

  check(
    'allows-the-methods',
    'allows a page to change and to delete a report',
    {
      points: 2,
      hint: [
        'GET, HEAD and POST need no permission from CORS; PUT, PATCH and DELETE do.',
        `\`methods\` lists them, in capitals: ${MDN}/Access-Control-Allow-Methods`,
        "`methods: ['GET', 'HEAD', 'POST', …, …, …],`",
      ],
    },
    async () => {
      const answer = await preflight(await serve(), '/api/reports/r-24', 'PATCH');
      const methods = (answer.get('Access-Control-Allow-Methods') ?? '').split(/ *, */);
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'PUT']) {
        const label = 'Access-Control-Allow-Methods of a preflight';
        expect(orStar(methods, method), label).toContain(method);
      }
      const label = 'empty elements in Access-Control-Allow-Methods (RFC 9110 §5.6.1)';
      expect(methods.filter((method) => method === '').length, label).toBe(0);
    },
  );

  check(
    'lets-a-page-read',
    'lets a page of an allowed origin read, and send its token',
    {
      points: 3,
      hint: [
        'The response names the origin of the page that asked, and the request continues to its route.',
        `\`origin\` is the string that the browser sent (${MDN}/Access-Control-Allow-Origin). \`credentials\` is about cookies, and no cookie is read here: leave it out.`,
        '`return { origin: …, … };`',
      ],
    },
    async () => {
      const secure = 'https://app.cairn.example';
      const api = await serve(makeWorld({ origins: [PAGE, secure] }));
      const trails = await api.get('/api/trails').set('Origin', PAGE);
      expect(trails.status, `GET /api/trails from ${PAGE}`).toBe(200);
      expect(allowedOrigin(trails), 'Access-Control-Allow-Origin of a GET').toBe(PAGE);
      const request = api.post('/api/reports').set('Origin', PAGE).send(REPORT);
      const posted = await request.set('Authorization', bearer());
      expect(posted.status, `POST /api/reports with a token from ${PAGE}`).toBe(201);
      expect(allowedOrigin(posted), 'Access-Control-Allow-Origin of a POST').toBe(PAGE);
      const none = 'Access-Control-Allow-Credentials: cookies are not credentials here';
      const preflights = [
        await preflight(api, '/api/me', 'GET'),
        await preflight(api, '/api/reports/r-24', 'DELETE', secure),
      ];
      for (const answer of [trails, posted, ...preflights]) {
        expect(answer.get('Access-Control-Allow-Credentials') ?? 'none', none).toBe('none');
      }
    },
  );

  check(
    'exposes-its-headers',
    'exposes Location and WWW-Authenticate to the page',
    {
      points: 2,
      hint: [
        'A page can read a handful of response headers, such as Content-Type. All others must be exposed.',
        `\`exposedHeaders\` lists them: ${MDN}/Access-Control-Expose-Headers`,
        "`exposedHeaders: ['Location', '…'],`",
      ],
    },
    async () => {
      const answer = await (await serve()).get('/api/trails').set('Origin', PAGE);
      const exposed = listOf(answer, 'Access-Control-Expose-Headers');
      const label = `Access-Control-Expose-Headers of GET /api/trails from ${PAGE}`;
      expect(orStar(exposed, 'location'), label).toContain('location');
      expect(orStar(exposed, 'www-authenticate'), label).toContain('www-authenticate');
    },
  );

  check(
    'errors-too',
    'sets the headers on errors too, so that a page learns why it was refused',
    {
      points: 2,
      hint: [
        'Without CORS headers on a 401, a page sees a failed request without a status.',
        'The options are the same for every request of an allowed origin. app.ts runs this before the guard, so that an error leaves with the headers, too.',
        'Look only at `origin` and `origins` in your code, and leave the order in app.ts as it is given.',
      ],
    },
    async () => {
      const api = await serve();
      const answers = {
        'GET /api/me without a token': [await api.get('/api/me').set('Origin', PAGE), 401],
        "GET /api/me with a token that isn't valid": [
          await api.get('/api/me').set({ Origin: PAGE, Authorization: `Bearer ${TOKEN}` }),
          401,
        ],
        'GET /api/nothing': [await api.get('/api/nothing').set('Origin', PAGE), 404],
        'POST /api/tokens without a password': [
          await api.post('/api/tokens').set('Origin', PAGE),
          401,
        ],
      } as const;
      for (const [what, [answer, status]] of Object.entries(answers)) {
        expect(answer.status, `${what}, from ${PAGE}`).toBe(status);
        const label = `Access-Control-Allow-Origin of ${what}, from ${PAGE}`;
        expect(allowedOrigin(answer), label).toBe(PAGE);
        const exposed = listOf(answer, 'Access-Control-Expose-Headers');
        expect(
          orStar(exposed, 'www-authenticate'),
          `Access-Control-Expose-Headers of ${what}`,
        ).toContain('www-authenticate');
      }
    },
  );

  check(
    'tells-others-nothing',
    'sends no CORS header to other origins, however much they look like an allowed one',
    {
      points: 3,
      hint: [
        'An origin is allowed only if the list contains exactly that string. "null" is what a page in a sandbox sends.',
        'With `{ origin: false }`, `cors` adds no header at all. Given the whole list as its `origin`, it would send the other headers to everyone.',
        '`if (!origins.includes(…)) return { origin: … };`',
      ],
    },
    async () => {
      const api = await serve();
      for (const origin of STRANGERS) {
        const read = await api
          .get('/api/trails')
          .set({ Origin: origin, Host: 'api.cairn.example' });
        const label = `GET /api/trails from ${origin}: the API answers, the browser keeps it`;
        expect(read.status, label).toBe(200);
        expect(corsHeaders(read), `CORS headers of GET /api/trails from ${origin}`).toBe('none');
        const asked = await preflight(api, '/api/reports', 'POST', origin);
        expect(corsHeaders(asked), `CORS headers of a preflight from ${origin}`).toBe('none');
      }
      const empty = await api.get('/api/trails').set('Origin', '');
      expect(corsHeaders(empty), 'CORS headers of GET /api/trails with an empty Origin').toBe(
        'none',
      );
      const [stranger = ''] = STRANGERS;
      const token = bearer();
      const posted = await api
        .post('/api/reports')
        .set({ Origin: stranger, Authorization: token })
        .send(REPORT);
      expect(posted.status, `POST with a good token from ${stranger}: CORS isn't a lock`).toBe(201);
      expect(corsHeaders(posted), `CORS headers of this POST from ${stranger}`).toBe('none');
      const refused = await api.get('/api/me').set('Origin', stranger);
      expect(corsHeaders(refused), `CORS headers of a 401 to ${stranger}`).toBe('none');

      const program = await api.get('/api/trails');
      expect(program.status, 'GET /api/trails without an Origin').toBe(200);
      const everyone = allowedOrigin(program) === '*' ? 'everyone' : 'nobody else';
      expect(everyone, 'who may read, by the response to a request without Origin').toBe(
        'nobody else',
      );
    },
  );

  check(
    'each-origin-on-the-list',
    'allows each origin on the app’s list, and only those',
    {
      points: 2,
      hint: [
        'The list may contain several origins, or none. The response names the one that asked.',
        'Compare whole strings: in a regular expression made from an origin, each dot would match any character. A `*` on the list has no meaning either.',
        '`origins.…(origin)`',
      ],
    },
    async () => {
      const origins = ['https://app.cairn.example', 'http://localhost:8080', 'https://cairn.test'];
      const api = await serve(makeWorld({ origins }));
      const told = `with origins ${inspect(origins)}`;
      for (const origin of [...origins, ...origins.toReversed()]) {
        const answer = await api.get('/api/trails').set('Origin', origin);
        const label = `Access-Control-Allow-Origin for ${origin}, ${told}`;
        expect(allowedOrigin(answer), label).toBe(origin);
      }
      const others = [
        PAGE,
        'https://appxcairn.example',
        'https://app.cairn.example:443',
        'https://app.cairn.example.',
        'https://evil.app.cairn.example',
        'https://cairn.example',
        'http://app.cairn.example',
        origins.join(','),
        origins.join(', '),
        origins.join(' '),
      ];
      for (const origin of others) {
        const answer = await api.get('/api/trails').set('Origin', origin);
        expect(corsHeaders(answer), `CORS headers for ${origin}, ${told}`).toBe('none');
      }
      const nobody = await serve(makeWorld({ origins: [] }));
      const answer = await nobody.get('/api/trails').set('Origin', PAGE);
      expect(corsHeaders(answer), `CORS headers for ${PAGE}, with origins []`).toBe('none');
      const star = await serve(makeWorld({ origins: ['*'] }));
      const listedStar = await star.get('/api/trails').set('Origin', PAGE);
      const everyone = `CORS headers for ${PAGE}, with origins ['*'], which is no page's origin`;
      expect(corsHeaders(listedStar), everyone).toBe('none');
      const { origins: _, ...untold } = makeWorld();
      const usual = await (await serve(untold as World)).get('/api/trails').set('Origin', PAGE);
      const label = `Access-Control-Allow-Origin for ${PAGE}, when the app gets no origins`;
      expect(allowedOrigin(usual), label).toBe(PAGE);
    },
  );

  check(
    'each-app-its-own',
    'keeps the lists of two apps apart, and leaves them unchanged',
    {
      points: 1,
      hint: [
        'Two apps in one process have two lists, and the list belongs to the code that made it.',
        'Read `origins`, and nothing that was kept from an earlier request. Methods like push and sort change the list itself.',
        '`origins.includes(origin)` changes nothing, and remembers nothing.',
      ],
    },
    async () => {
      const lists = [
        [PAGE, 'http://a.example'],
        ['https://app.cairn.example', 'http://b.example'],
      ];
      const before = structuredClone(lists);
      const apis = await Promise.all(lists.map((origins) => serve(makeWorld({ origins }))));
      for (const turn of [1, 2]) {
        for (const [index, api] of apis.entries()) {
          for (const origin of [PAGE, 'https://app.cairn.example', 'https://elsewhere.example']) {
            const answer = await api.get('/api/trails').set('Origin', origin);
            const isListed = before[index]?.includes(origin);
            const label = `Access-Control-Allow-Origin for ${origin}, with origins ${inspect(before[index])}, in round ${turn}`;
            expect(allowedOrigin(answer), label).toBe(isListed ? origin : 'none');
          }
        }
      }
      expect(lists, 'the lists of origins after these requests').toEqual(before);

      const frozen = await serve(
        makeWorld({ origins: Object.freeze([PAGE, 'http://a.example']) as string[] }),
      );
      const answer = await frozen.get('/api/trails').set('Origin', PAGE);
      expect(answer.status, `GET /api/trails from ${PAGE}, with a frozen list`).toBe(200);
      expect(allowedOrigin(answer), 'Access-Control-Allow-Origin with a frozen list').toBe(PAGE);
    },
  );

  check(
    'varies-by-origin',
    'tells caches that the response depends on the origin: Vary: Origin, always',
    {
      points: 1,
      hint: [
        'A cache that keeps the response to one origin must not give it to another, also when the answer was no.',
        `\`response.vary('Origin')\` is given, for every request (${MDN}/Vary). Nothing after it may overwrite the header.`,
        "Keep `response.vary('Origin');` as the first statement of the middleware.",
      ],
    },
    async () => {
      const api = await serve();
      for (const origin of [PAGE, 'https://elsewhere.example']) {
        const answers = [
          ['GET /api/trails', await api.get('/api/trails').set('Origin', origin), 200],
          ['a preflight', await preflight(api, '/api/reports', 'POST', origin), 204],
          ['GET /api/me without a token', await api.get('/api/me').set('Origin', origin), 401],
          ['GET /api/nothing', await api.get('/api/nothing').set('Origin', origin), 404],
        ] as const;
        for (const [what, answer, status] of answers) {
          expect(answer.status, `${what} from ${origin}`).toBe(status);
          expect(listOf(answer, 'Vary'), `Vary of ${what} from ${origin}`).toContain('origin');
        }
      }
      const program = await api.get('/api/trails');
      expect(listOf(program, 'Vary'), 'Vary of GET /api/trails without Origin').toContain('origin');
    },
  );

  check(
    'keeps-the-token-to-itself',
    'puts no token into the console or the log',
    {
      points: 1,
      hint: [
        'Anyone who can read the log could use every token in it until it expires.',
        'An origin is fine to print, but a request with all its headers contains the token.',
        'Take every console.log of a request or its headers out.',
      ],
    },
    async () => {
      const world = makeWorld();
      const header = bearer();
      const printed = await printedDuring(async () => {
        const api = await serve(world);
        for (const origin of [PAGE, 'https://elsewhere.example']) {
          const me = await api.get('/api/me').set({ Origin: origin, Authorization: header });
          expect(me.status, `GET /api/me with a good token from ${origin}`).toBe(200);
        }
      });
      const secrets = secretsOf(header);
      expect(found(secrets, printed), 'parts of a token that were printed').toBe('none');
      expect(found(secrets, loggedBy(world)), "parts of a token in the app's log").toBe('none');
    },
  );
});
