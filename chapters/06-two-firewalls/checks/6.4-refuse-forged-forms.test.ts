import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { check, expect, PEOPLE, task } from '#check';
import { Browser } from './browser.ts';
import { expectPage, expectToldWhy } from './expect-answers.ts';
import { given, theOrigin } from './lessons.ts';
import { open, printedBy, quickWorld, reportsIn, watchQueries } from './worlds.ts';

const HOST = 'office.cairn.example:8080';
const OWN = `http://${HOST}`;

interface Options {
  tls?: boolean;
  trustProxy?: number;
}

/** Whether a request with these headers gets through: `passed`, `refused`, or what went wrong. */
async function gate({ tls = false, trustProxy = 0 }: Options = {}) {
  const { requireSameOrigin } = await theOrigin();
  const { ForgedFormError } = await given();
  const app = express().set('trust proxy', trustProxy);
  let calls = 0;
  let errors = 0;
  const middleware = requireSameOrigin(tls);
  app.use((visit, response, next) =>
    middleware(visit, response, (...given: [unknown?]) => {
      calls += 1;
      (next as (...given: [unknown?]) => void)(...given);
    }),
  );
  app.use((_request, response) => {
    if (!response.headersSent) response.send('passed');
  });
  const respond: ErrorRequestHandler = (error, _request, response, _next) => {
    errors += 1;
    if (response.headersSent) return;
    const name = error instanceof ForgedFormError ? 'refused' : `an error: ${String(error)}`;
    response.send(name);
  };
  app.use(respond);
  return async (method: string, headers: Record<string, string | string[] | undefined>) => {
    calls = 0;
    errors = 0;
    const sent = Object.entries({ Host: HOST, ...headers }).filter(
      ([, value]) => value !== undefined,
    );
    const verb = method.toLowerCase() as 'post';
    const { text, headers: received } = await request(app)
      [verb]('/office/logout')
      .set(Object.fromEntries(sent) as Record<string, string>);
    const outcome =
      method === 'HEAD' ? (received['content-length'] === '6' ? 'passed' : 'refused') : text;
    if (outcome === 'passed' && errors > 0) return 'passed, and an error is thrown after next()';
    return calls > 1 ? `${outcome}, with next() called ${calls} times` : outcome;
  };
}

const told = (headers: Record<string, string | string[] | undefined>) =>
  Object.entries(headers)
    .flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`))
    .join(', ') || 'neither header';

/** Sends POSTs with these headers, and compares what happens. */
async function expectPosts(
  outcome: 'passed' | 'refused',
  cases: Record<string, string | string[] | undefined>[],
  options: Options = {},
): Promise<void> {
  const ask = await gate(options);
  for (const headers of cases) {
    const setting = options.tls ? ' (tls: true)' : '';
    expect(await ask('POST', headers), `POST with ${told(headers)}${setting}`).toBe(outcome);
  }
}

task('6.4', () => {
  check(
    'lets-safe-methods-pass',
    'lets a request through that changes nothing, wherever it comes from',
    {
      points: 2,
      hint: [
        'A link from a mail to the office is a `GET` from elsewhere, and it must work. The methods that change nothing are called safe ([RFC 9110 §9.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1)).',
        "If `request.method` is `'GET'`, `'HEAD'` or `'OPTIONS'`: `return next()`. Without the `return`, the rest runs as well.",
      ],
    },
    async () => {
      const ask = await gate();
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        for (const headers of [
          { 'Sec-Fetch-Site': 'cross-site' },
          { Origin: 'https://marmots.example' },
          {},
        ]) {
          expect(await ask(method, headers), `${method} with ${told(headers)}`).toBe('passed');
        }
      }
    },
  );

  check(
    'refuses-other-sites',
    'refuses every other method when it comes from another site',
    {
      points: 2,
      hint: [
        'A form on another site is posted with `Sec-Fetch-Site: cross-site`. The browser sets this header itself; a page can’t.',
        'Read `request.headers["sec-fetch-site"]` ([MDN](https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site)), and `throw new ForgedFormError()`. List the safe methods, not the dangerous ones: next year there may be another.',
      ],
    },
    async () => {
      const ask = await gate();
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']) {
        const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://marmots.example' };
        expect(await ask(method, headers), `${method} with ${told(headers)}`).toBe('refused');
      }
      await expectPosts('refused', [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'cross-site', Origin: OWN },
        { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' },
        { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', Referer: `${OWN}/office` },
        { 'Sec-Fetch-Site': 'cross-site', 'X-Requested-With': 'XMLHttpRequest' },
        { 'Sec-Fetch-Site': 'cross-site', 'X-HTTP-Method-Override': 'GET' },
        { 'Sec-Fetch-Site': 'cross-site', 'X-Method-Override': 'GET', 'X-HTTP-Method': 'GET' },
        { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-User': '?1', 'Sec-Fetch-Dest': 'document' },
        { 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'text/plain' },
      ]);
    },
  );

  check(
    'refuses-the-same-site',
    'refuses a page on another port or another host of the same site',
    {
      points: 2,
      hint: [
        '`same-site` isn’t `same-origin`: it is what the browser sends for another port of this host, or for `blog.cairn.example`. The cookie is sent along, since `SameSite` goes by site.',
        'Accept two values only: `same-origin` and `none`.',
      ],
    },
    () =>
      expectPosts('refused', [
        { 'Sec-Fetch-Site': 'same-site', Origin: 'http://office.cairn.example:4000' },
        { 'Sec-Fetch-Site': 'same-site', Origin: 'http://blog.cairn.example:8080' },
        { 'Sec-Fetch-Site': 'same-site' },
      ]),
  );

  check(
    'lets-our-own-forms-pass',
    "lets the office's own forms through, and what the user typed",
    {
      points: 1,
      hint: [
        'Our own page’s form comes with `Sec-Fetch-Site: same-origin`; what the user started themselves, with `none`.',
        'Where `Sec-Fetch-Site` is there, it decides alone. An `Origin` beside it doesn’t matter.',
      ],
    },
    () =>
      expectPosts('passed', [
        { 'Sec-Fetch-Site': 'same-origin', Origin: OWN },
        { 'Sec-Fetch-Site': 'same-origin' },
        { 'Sec-Fetch-Site': 'none' },
        { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
        { 'Sec-Fetch-Site': 'none', Origin: 'null' },
        { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://proxied.example' },
      ]),
  );

  check(
    'refuses-what-it-does-not-know',
    'refuses any other value of Sec-Fetch-Site',
    {
      points: 1,
      hint: [
        'A list of what is refused forgets something. A list of what is accepted doesn’t.',
        'Compare exactly: no `includes`, no `toLowerCase`. And a header that is there but empty is there: compare with `undefined`.',
      ],
    },
    () =>
      expectPosts('refused', [
        { 'Sec-Fetch-Site': 'same-origin, cross-site' },
        { 'Sec-Fetch-Site': ['same-origin', 'cross-site'] },
        { 'Sec-Fetch-Site': ['cross-site', 'same-origin'] },
        { 'Sec-Fetch-Site': 'not-same-origin' },
        { 'Sec-Fetch-Site': 'SAME-ORIGIN' },
        { 'Sec-Fetch-Site': 'same-organ' },
        { 'Sec-Fetch-Site': '' },
        { 'Sec-Fetch-Site': '', Origin: OWN },
        { 'Sec-Fetch-Site': 'undefined' },
      ]),
  );

  check(
    'falls-back-to-origin',
    'goes by Origin when the browser sends no Sec-Fetch-Site',
    {
      points: 2,
      hint: [
        'Older browsers, and all browsers over plain `http://` (but for localhost), send no `Sec-Fetch-Site`. They do send `Origin` with a POST ([Fetch standard](https://fetch.spec.whatwg.org/#origin-header)).',
        'It must equal `ownOrigin(request, tls)`. `null` is an origin, too: a sandboxed frame’s, for example. And only `undefined` means that there is none.',
      ],
    },
    async () => {
      await expectPosts('passed', [{ Origin: OWN }]);
      await expectPosts('refused', [
        { Origin: 'https://marmots.example' },
        { Origin: 'null' },
        { Origin: '' },
        { Origin: `https://${HOST}` },
        { Origin: 'http://office.cairn.example' },
        { Origin: 'http://office.cairn.example:80801' },
        { Origin: 'http://office.cairn.example:4000' },
        { Origin: `http://evil.${HOST}` },
        { Origin: `http://x@${HOST}` },
        { Origin: `${OWN}.marmots.example` },
        { Origin: `${OWN}/` },
        { Origin: `https://marmots.example, ${OWN}` },
        { Origin: 'https://marmots.example', Referer: `${OWN}/office` },
        { Origin: OWN.replace('http', 'HTTP') },
      ]);
    },
  );

  check(
    'lets-other-clients-pass',
    'lets a client through that sends neither header',
    {
      points: 1,
      hint: [
        'curl sends neither `Sec-Fetch-Site` nor `Origin`, and nobody can forge a form with curl in someone else’s browser. The `_csrf` token still has to be right.',
        'If both are `undefined`, call `next()`.',
      ],
    },
    () =>
      expectPosts('passed', [
        {},
        { Referer: 'https://marmots.example/' },
        { 'User-Agent': 'curl' },
      ]),
  );

  check(
    'knows-its-own-origin',
    'knows its own origin over TLS, and behind a proxy only if the app trusts one',
    {
      points: 1,
      hint: 'Let `ownOrigin(request, tls)` say what the own origin is: it knows about TLS and about proxies, and asks Express, which knows which headers to believe. Ask it for every request: one app may have several names.',
    },
    async () => {
      const ask = await gate();
      for (const host of [HOST, 'office.cairn.example', 'hut:8080', HOST]) {
        const own = { Host: host, Origin: `http://${host}` };
        expect(await ask('POST', own), `POST with ${told(own)}`).toBe('passed');
      }
      const others = { Host: 'hut:8080', Origin: OWN };
      expect(await ask('POST', others), `POST with ${told(others)}`).toBe('refused');
      await expectPosts('passed', [{ Origin: `https://${HOST}` }], { tls: true });
      await expectPosts('refused', [{ Origin: OWN }], { tls: true });
      const forwarded = { 'X-Forwarded-Host': 'rangers.example', 'X-Forwarded-Proto': 'https' };
      const theirs = { ...forwarded, Origin: 'https://rangers.example' };
      await expectPosts('refused', [theirs]);
      await expectPosts('passed', [{ ...forwarded, Origin: OWN }]);
      await expectPosts('passed', [theirs], { trustProxy: 1 });
      await expectPosts('refused', [{ ...forwarded, Origin: OWN }], { trustProxy: 1 });
    },
  );

  check(
    'comes-before-the-session',
    'answers a forged form with a 403 page before its session is read, on every path of the office',
    {
      points: 2,
      hint: [
        'A forged request must not count as use of the session: it would keep it alive. `officeFirewall` mounts your middleware before the session.',
        'Throw the `ForgedFormError` right away. Don’t pass it to `next()` after something else, and don’t answer yourself: the office’s error handler makes the page.',
      ],
    },
    async () => {
      const { app, world } = await open(quickWorld());
      const browser = new Browser(app);
      const before = reportsIn(world);
      const { handle, password } = PEOPLE.ines;
      await browser.get('/office/login');
      const statements = watchQueries(world);
      for (const path of ['/office/login', '/office/logout', '/office/reports/r-24/close'].concat([
        '/office/nowhere',
        '/office',
        '/OFFICE/login',
      ])) {
        for (const headers of [
          { 'Sec-Fetch-Site': 'same-site' },
          { Origin: 'https://marmots.example' },
        ]) {
          const answer = await browser.post(path, { handle, password }, headers);
          const what = `POST ${path} with ${told(headers)}`;
          expect(answer.status, what).toBe(403);
          expectPage(what, answer);
          expectToldWhy(what, answer);
          expect(answer.headers['set-cookie'], `Set-Cookie of ${what}`).toBe(undefined);
        }
      }
      const asked = [...new Set(statements)].join('; ') || 'nothing';
      expect(asked, 'what the database was asked before these forms were refused').toBe('nothing');
      expect(world.logged, 'what was logged').toEqual([]);
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
    },
  );

  check(
    'tells-no-secret',
    'prints neither cookies nor tokens',
    {
      points: 1,
      hint: 'A forged form has a real cookie on it. Don’t print the headers, or anything else of the request.',
    },
    async () => {
      const ask = await gate();
      const headers = { Cookie: 'office=a-real-cookie', Authorization: 'Bearer a-real-token' };
      const outcomes: string[] = [];
      const printed = await printedBy(async () => {
        outcomes.push(await ask('POST', { ...headers, 'Sec-Fetch-Site': 'cross-site' }));
        outcomes.push(await ask('POST', { ...headers, Origin: 'https://marmots.example' }));
        outcomes.push(await ask('POST', { ...headers, Origin: OWN }));
        await ask('GET', headers);
      });
      expect(outcomes, 'two forged forms, and one of our own').toEqual([
        'refused',
        'refused',
        'passed',
      ]);
      const found = ['a-real-cookie', 'a-real-token'].filter((secret) => printed.includes(secret));
      expect(found, 'secrets that are printed with console').toEqual([]);
    },
  );
});
