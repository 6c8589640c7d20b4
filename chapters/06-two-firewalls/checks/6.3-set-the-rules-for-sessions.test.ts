import express from 'express';
import request from 'supertest';
import { check, expect, makeWorld, START, task } from '#check';
import { type SetCookie, setCookiesOf } from './browser.ts';
import { expectPage } from './expect-answers.ts';
import { given, theApp, theRules } from './lessons.ts';
import { HOUR, MINUTE } from './worlds.ts';

const over = (tls: boolean) => (tls ? 'sessionRules(true)' : 'sessionRules(false)');

/** The cookie as it is set by the rules. */
async function cookieSet(tls: boolean): Promise<SetCookie> {
  const { sessionRules } = await theRules();
  const { name, options } = sessionRules(tls);
  const app = express();
  app.use((_request, response) => void response.cookie(name, 'x', options).end());
  const [cookie] = setCookiesOf(await request(app).get('/'));
  if (!cookie)
    expect.fail(`With ${over(tls)}, response.cookie(name, 'x', options) sets no cookie.`);
  return cookie;
}

async function ofBoth(test: (cookie: SetCookie, what: string) => void): Promise<void> {
  for (const tls of [false, true]) test(await cookieSet(tls), over(tls));
}

task('6.3', () => {
  check(
    'is-named-office',
    'names the cookie office',
    {
      points: 1,
      hint: 'The first property to return is `name`. Which name does the cookie have without TLS?',
    },
    async () => {
      const { sessionRules } = await theRules();
      expect(sessionRules(false).name, 'the name in sessionRules(false)').toBe('office');
    },
  );

  check(
    'is-named-secure-over-tls',
    'names it __Secure-office over TLS',
    {
      points: 1,
      hint: [
        'Over TLS the name has a prefix that browsers know: they accept such a cookie only if it is `Secure` and was set over TLS.',
        'The prefix is [`__Secure-`](https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Cookies#cookie_prefixes): two underscores, a capital S, a hyphen.',
      ],
    },
    async () => {
      const { sessionRules } = await theRules();
      expect(sessionRules(true).name, 'the name in sessionRules(true)').toBe('__Secure-office');
    },
  );

  check(
    'hides-from-scripts',
    'hides the cookie from scripts',
    {
      points: 1,
      hint: [
        'One line of injected script could send `document.cookie` anywhere. Which attribute keeps this cookie out of it?',
        'In the options of [`response.cookie`](https://expressjs.com/en/5x/api.html#res.cookie) it is `httpOnly: true`.',
      ],
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect('httponly' in attributes, `HttpOnly is in the cookie of ${what}`).toBe(true);
      }),
  );

  check(
    'stays-in-the-office',
    'has the cookie sent below /office only, on this host only',
    {
      points: 2,
      hint: [
        'A cookie that is also sent to `/api` is a cookie that someone will read there one day.',
        '`path` says where it is sent, without a slash at the end. A `domain` would have it sent to every host below that one, too.',
      ],
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect(attributes['path'], `the cookie's Path, of ${what}`).toBe('/office');
        expect(attributes['domain'], `the cookie's Domain, of ${what}`).toBe(undefined);
      }),
  );

  check(
    'is-not-posted-from-elsewhere',
    "has the cookie held back from another site's form",
    {
      points: 1,
      hint: [
        'With `SameSite=None` the browser sends the cookie along with any site’s form. With `Strict`, a ranger who follows a link to the office looks signed out.',
        "`sameSite: 'lax'`. Browsers' own default isn't the same: some make an exception for the first two minutes.",
      ],
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect(attributes['samesite']?.toLowerCase(), `the cookie's SameSite, of ${what}`).toBe(
          'lax',
        );
      }),
  );

  check(
    'goes-with-the-browser',
    'lets the cookie go when the browser is closed',
    {
      points: 1,
      hint: 'A cookie with a date outlives the evening on a shared computer. Leave `maxAge` and `expires` out: how long a session lasts is up to the server.',
    },
    () =>
      ofBoth(({ attributes }, what) => {
        expect(attributes['expires'], `the cookie's Expires, of ${what}`).toBe(undefined);
        expect(attributes['max-age'], `the cookie's Max-Age, of ${what}`).toBe(undefined);
      }),
  );

  check(
    'is-secure-over-tls',
    'makes the cookie Secure over TLS, and only then',
    {
      points: 2,
      hint: [
        'Without `Secure`, one `http://` link makes the browser send the session for everyone on the way to read. Without TLS, a browser drops a cookie that has it.',
        '`secure` must be exactly what `tls` says.',
      ],
    },
    async () => {
      const secure = (await cookieSet(true)).attributes;
      expect('secure' in secure, 'Secure is in the cookie of sessionRules(true)').toBe(true);
      const plain = (await cookieSet(false)).attributes;
      expect('secure' in plain, 'Secure is in the cookie of sessionRules(false)').toBe(false);
    },
  );

  /** A session that began and was seen this long ago: its state, by the rules. */
  const state = async () => {
    const { sessionRules } = await theRules();
    return (age: number, unseen: number, tls = false, now = START, personId = 'p-ines') => {
      const session = { id: 'a', personId, startedAt: now - age, seenAt: now - unseen };
      const before = { ...session };
      const ended: unknown = sessionRules(tls).hasEnded(session, now);
      if (typeof ended !== 'boolean') {
        expect.fail(`hasEnded must return true or false. It returned ${String(ended)}.`);
      }
      expect(session, 'the session, after hasEnded was asked about it').toEqual(before);
      return ended ? 'ended' : 'live';
    };
  };

  check(
    'ends-after-eight-hours',
    'ends a session eight hours after it began, however busy it is',
    {
      points: 2,
      hint: [
        'An attacker with a copy of the cookie can keep a session busy for ever. Eight hours after `startedAt` it ends, whatever `seenAt` says.',
        'All times are in milliseconds. At exactly eight hours the session has ended: `>=`, not `>`.',
        '`now - startedAt >= 8 * HOUR || …`',
      ],
    },
    async () => {
      const at = await state();
      expect(at(0, 0), 'a session that begins now').toBe('live');
      expect(at(7 * HOUR, 0), 'a session of 7 hours, seen just now').toBe('live');
      expect(at(8 * HOUR - 1, 0), 'a session of 8 hours less a millisecond, seen just now').toBe(
        'live',
      );
      expect(at(8 * HOUR, 0), 'a session of exactly 8 hours, seen just now').toBe('ended');
      expect(at(8 * HOUR + 1, 1), 'a session of 8 hours and a millisecond').toBe('ended');
      expect(at(24 * HOUR, 5 * MINUTE), 'a session of a day, seen 5 minutes ago').toBe('ended');
      expect(at(30 * 24 * HOUR, 0), 'a session of 30 days, seen just now').toBe('ended');
      const yesterday = START - 8.5 * HOUR;
      expect(at(HOUR, MINUTE, false, yesterday), 'one of an hour, across midnight').toBe('live');
    },
  );

  check(
    'ends-after-half-an-hour-unseen',
    'ends a session that nobody has used for 30 minutes',
    {
      points: 2,
      hint: [
        'A ranger who goes out and leaves the browser open is signed out after 30 minutes without a request.',
        'That limit counts from `seenAt`. Either of the two limits ends the session.',
        '`… || now - seenAt >= 30 * MINUTE`',
      ],
    },
    async () => {
      const at = await state();
      expect(at(2 * HOUR, 29 * MINUTE), 'a session of 2 hours, seen 29 minutes ago').toBe('live');
      expect(at(2 * HOUR, 30 * MINUTE - 1), 'seen 30 minutes less a millisecond ago').toBe('live');
      expect(at(2 * HOUR, 30 * MINUTE), 'seen exactly 30 minutes ago').toBe('ended');
      expect(at(31 * MINUTE, 31 * MINUTE), 'a session of 31 minutes, not seen since').toBe('ended');
      expect(at(7.9 * HOUR, 3 * HOUR), 'a session of almost 8 hours, seen 3 hours ago').toBe(
        'ended',
      );
      expect(at(9 * HOUR, 9 * HOUR), 'a session of 9 hours, not seen since').toBe('ended');
    },
  );

  check(
    'goes-by-the-given-time',
    "goes by the app's clock, the same with TLS and without, and keeps no state",
    {
      points: 1,
      hint: [
        'The second argument of `hasEnded` is the time. `Date.now()` is another clock, and these checks are in June 2026.',
        'Return a new object from each call, and decide by the arguments alone.',
      ],
    },
    async () => {
      const at = await state();
      for (const tls of [true, false]) {
        expect(at(HOUR, MINUTE, tls), `a session of an hour, by ${over(tls)}`).toBe('live');
        expect(at(8 * HOUR, MINUTE, tls), `a session of eight hours, by ${over(tls)}`).toBe(
          'ended',
        );
        const later = START + 50 * 365 * 24 * HOUR;
        expect(at(HOUR, MINUTE, tls, later), 'a session of an hour, 50 years later').toBe('live');
        expect(at(HOUR, 31 * MINUTE, tls, later), 'one unseen for 31 minutes, then').toBe('ended');
      }
      for (const person of ['p-mira', 'p-tomas', '']) {
        const what = `by the person "${person}"`;
        expect(at(HOUR, MINUTE, false, START, person), `a live session ${what}`).toBe('live');
        expect(at(9 * HOUR, 0, false, START, person), `an old session ${what}`).toBe('ended');
      }
      expect(at(HOUR, MINUTE), 'a live session, after others have ended').toBe('live');
      const { sessionRules } = await theRules();
      const overTls = sessionRules(true);
      expect(
        sessionRules(false).options.secure ?? false,
        'secure in sessionRules(false), after sessionRules(true)',
      ).toBe(false);
      const still = 'secure in the earlier sessionRules(true), after sessionRules(false)';
      expect(overTls.options.secure, still).toBe(true);
    },
  );

  check(
    'the-app-follows-the-rules',
    'lets the whole app start, with these rules for its cookie and a public page outside both firewalls',
    {
      points: 2,
      hint: 'createApp puts everything together and takes the cookie from `sessionRules`. `GET /` belongs to no firewall.',
    },
    async () => {
      const { createApp } = await theApp();
      for (const tls of [false, true]) {
        const app = createApp(makeWorld({ tls }));
        const answer = await request(app).get('/');
        expect(answer.status, 'GET /').toBe(200);
        expectPage('GET /', answer);
        expect(answer.text, 'the page at /').toMatch(/href=["']?\/api[/"'\s>]/);
        expect(answer.text, 'the page at /').toMatch(/href=["']?\/office[/"'\s>]/);
        expect(answer.headers['set-cookie'], 'Set-Cookie of GET /').toBe(undefined);
        const form = await request(app).get('/office/login');
        const cookies = setCookiesOf(form);
        const name = tls ? '__Secure-office' : 'office';
        expect(
          cookies.map((each) => each.name),
          `the cookies of GET /office/login, tls: ${tls}`,
        ).toEqual([name]);
        const { path, samesite, ...rest } = cookies[0]?.attributes ?? {};
        const about = `of that cookie, tls: ${tls}`;
        expect([path, samesite?.toLowerCase()], `Path and SameSite ${about}`).toEqual([
          '/office',
          'lax',
        ]);
        expect(['httponly' in rest, 'secure' in rest], `HttpOnly and Secure ${about}`).toEqual([
          true,
          tls,
        ]);
      }
      const { tls: _, ...untold } = makeWorld();
      const app = request(createApp(untold));
      const [cookie] = setCookiesOf(await app.get('/office/login'));
      expect(cookie?.name, 'the cookie of GET /office/login, when tls is left out').toBe('office');
      const nowhere = await app.get('/nowhere');
      expect(nowhere.status, 'GET /nowhere').toBe(404);
      expect(nowhere.headers['x-powered-by'], 'X-Powered-By of GET /nowhere').toBe(undefined);
      const { officeCookie } = await given();
      const short = () => officeCookie({ sessionSecret: 'short', tls: false });
      expect(short, 'officeCookie with a secret that anyone can guess').toThrow(/secret/i);
    },
  );
});
