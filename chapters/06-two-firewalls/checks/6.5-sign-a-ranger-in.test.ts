import express from 'express';
import request from 'supertest';
import { check, expect, makeWorld, PEOPLE, START, task, type World } from '#check';
import { Browser, csrfOf, type Fields, setCookiesOf, textOf } from './browser.ts';
import { checkTheOffice } from './check-the-office.ts';
import { expectPage, expectRedirect, expectSignedIn, expectToldWhy } from './expect-answers.ts';
import { given, theSignIn } from './lessons.ts';
import { open, quickWorld, signIn, watchQueries, withEveryTimerDue } from './worlds.ts';

const { handle, password } = PEOPLE.ines;

task('6.5', () => {
  check(
    'lets-a-ranger-in',
    'signs a ranger in: 303 to /office, where she is known by name',
    {
      points: 2,
      hint: [
        'After signing in, the next request must find a session for the cookie it brings.',
        'A session has to be started (`sessions.start`) and its cookie sent (`cookie.send`), with the same id. Then return `true`.',
        '`const id = newSessionId();` `await sessions.start(id, …);` `cookie.send(response, id);`. What does `start` need to know besides the id: a handle, or the id that never changes?',
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
      const answer = await signIn(browser, 'ines', { 'Sec-Fetch-Site': 'same-origin' });
      expectRedirect("POST /office/login with a ranger's handle and password", answer, '/office');
      const office = await browser.get('/office');
      expect(office.status, 'GET /office afterwards').toBe(200);
      expectPage('GET /office', office);
      expect(textOf(office), 'the page').toContain('Inês Duarte');
      expect(textOf(office), 'the page: the latest report').toContain('Weir works until Friday');
      const between = office.text.split('</article>').slice(1, -1);
      for (const html of between) {
        expect(html.trim(), 'what comes after a report').toMatch(/^<article/);
      }
      const caching = office.headers['cache-control'] ?? '';
      expect(caching, 'Cache-Control of GET /office').toContain('no-store');
    },
  );

  check(
    'gives-a-new-session',
    'starts every session under a new id, and never under one that the browser came with',
    {
      points: 4,
      hint: [
        'An attacker who has put their own cookie into this browser knows its id. If that id becomes the session’s, they are signed in, too: session fixation.',
        '`newSessionId()` makes an id that nobody knows yet. The cookie with it goes out with this very answer.',
        'And if someone is signed in already (`findSession`), that session ends: `await sessions.end(…)`, before the new one starts.',
      ],
    },
    async () => {
      const { app, browser: attacker, world } = await open();
      const form = await attacker.get('/office/login');
      const planted = attacker.jar.get('office');
      if (!planted) expect.fail('GET /office/login sets no cookie for its CSRF token.');
      // The attacker puts their own cookie into the browser of a ranger, and waits.
      const ranger = new Browser(app);
      ranger.jar.set('office', planted);
      const answer = await signIn(ranger, 'ines');
      expectRedirect('signing in with a cookie from before', answer, '/office');
      const cookies = setCookiesOf(answer);
      expect(cookies.length, 'how many cookies signing in sets').toBe(1);
      expect(cookies[0]?.attributes['expires'], 'Expires of the cookie').toBe(undefined);
      expect(cookies[0]?.attributes['max-age'], 'Max-Age of the cookie').toBe(undefined);
      const first = ranger.jar.get('office') ?? '';
      const isOld = first === planted ? 'the one from before' : 'a new one';
      expect(isOld, 'the id that she gets').toBe('a new one');
      const office = await ranger.get('/office');
      expectSignedIn('the ranger, with the new cookie', office);
      const tokens = csrfOf(office) === csrfOf(form) ? 'the same' : 'different';
      expect(tokens, 'the CSRF tokens before and after signing in').toBe('different');
      expectRedirect('GET /office with the cookie from before', await attacker.get('/office'));
      const reuse = await attacker.post('/office/logout', { _csrf: csrfOf(form) });
      expect(reuse.status, 'a form with the cookie and the CSRF token from before').toBe(403);
      // Once more, in the same browser: the session from before ends.
      expectRedirect('signing in once more', await signIn(ranger, 'ines'), '/office');
      const second = ranger.jar.get('office') ?? '';
      expect(second === first ? 'the same' : 'different', 'the cookies of two sessions').toBe(
        'different',
      );
      const old = new Browser(app);
      old.jar.set('office', first);
      expectRedirect('GET /office with the cookie of the session before', await old.get('/office'));
      expectSignedIn('the ranger, in the second session', await ranger.get('/office'));
      // Another ranger, in the same browser: hers ends as well.
      world.database.exec("UPDATE people SET role = 'ranger' WHERE id = 'p-tomas'");
      expectRedirect('another ranger signing in there', await signIn(ranger, 'tomas'), '/office');
      old.jar.set('office', second);
      expectRedirect("GET /office with the first ranger's last cookie", await old.get('/office'));
      expect(
        world.database.all('SELECT id FROM officeSessions').length,
        'sessions that are stored',
      ).toBe(1);
    },
  );

  check(
    'keeps-a-hiker-out',
    "tells a hiker with the right password that the office isn't for them",
    {
      points: 2,
      hint: [
        "The password is right, so this isn't a 401: you know who it is, and they may not. That's 403.",
        'Throw a `new AccessDeniedError()` unless `person.role` is `ranger`, before any session is touched.',
      ],
    },
    async () => {
      const { browser, world } = await open();
      for (const hiker of ['mira', 'tomas'] as const) {
        const answer = await signIn(browser, hiker);
        expect(answer.status, `POST /office/login as ${hiker}, a hiker`).toBe(403);
        expectPage(`POST /office/login as ${hiker}`, answer);
        expectToldWhy(`POST /office/login as ${hiker}`, answer);
        expectRedirect(`GET /office after ${hiker} was refused`, await browser.get('/office'));
      }
      expect(
        world.database.all('SELECT id FROM officeSessions'),
        'the sessions that are stored',
      ).toEqual([]);
      await signIn(browser, 'ines');
      expect(
        (await signIn(browser, 'mira')).status,
        'mira, at the browser where ines is signed in',
      ).toBe(403);
      const still = await browser.get('/office');
      expectSignedIn('ines, after mira was refused', still);
      expect(textOf(still), 'who is signed in').toContain('Inês Duarte');
      world.database.exec("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      expect((await signIn(browser, 'ines')).status, 'ines, now a hiker').toBe(403);
    },
  );

  check(
    'one-answer-to-every-reason',
    'answers a wrong password and an unknown handle with the same 401',
    {
      points: 1,
      hint: [
        'If the two answers differ in one letter, anyone can find out which handles exist.',
        '`checkPassword` returns `undefined` for both: return `false`. Give it the credentials as they are: no `trim`, no `toLowerCase`.',
        'An error that `checkPassword` throws isn’t a wrong password. Let it through.',
      ],
    },
    async () => {
      const { browser, world } = await open();
      const reasons: Record<string, Fields> = {
        'a wrong password': { handle, password: 'wrong' },
        'the wrong password of a hiker': { handle: 'mira', password: 'wrong' },
        'an unknown handle': { handle: 'nobody', password },
        'the password in capitals': { handle, password: password.toUpperCase() },
        'a space after the password': { handle, password: `${password} ` },
        'the first letters of the password': { handle, password: password.slice(0, -1) },
        'the handle in capitals': { handle: handle.toUpperCase(), password },
        'a space before the handle': { handle: ` ${handle}`, password },
        'no password': { handle },
        'an empty password': { handle, password: '' },
        'no fields at all': {},
        'a handle that is sent twice': { handle: [handle, handle], password },
        'a password that is sent twice': { handle, password: [password, password] },
        'a handle with U+0000 after it': { handle: `${handle}\0`, password },
        'the handle __proto__': { handle: '__proto__', password },
      };
      const form = await browser.get('/office/login');
      const pages = new Map<string, string>();
      for (const [reason, fields] of Object.entries(reasons)) {
        const answer = await browser.post('/office/login', { _csrf: csrfOf(form), ...fields });
        expect(answer.status, `POST /office/login with ${reason}`).toBe(401);
        expectPage(`POST /office/login with ${reason}`, answer);
        expectToldWhy(`POST /office/login with ${reason}`, answer);
        const challenge = answer.headers['www-authenticate'] ?? '';
        expect(challenge, `WWW-Authenticate of the 401 to ${reason}`).toMatch(/\w/);
        pages.set(reason, answer.text.replaceAll(csrfOf(answer), '(the token)'));
      }
      const [first] = pages.values();
      for (const [reason, page] of pages) {
        expect(page, `the page for ${reason}, beside the one for a wrong password`).toBe(first);
      }
      expect(first, 'the page has the form again').toMatch(/name=["']?password/);
      expectRedirect('GET /office after all that', await browser.get('/office'));
      expect(world.logged, 'what was logged').toEqual([]);
      const _csrf = csrfOf(await browser.get('/office/login'));
      world.database.exec('ALTER TABLE people RENAME TO lost');
      const ours = await browser.post('/office/login', { handle, password, _csrf });
      expect(ours.status, 'POST /office/login while the database fails').toBe(500);
      expect(world.logged.length, 'how often that was logged').toBe(1);
    },
  );

  check(
    'does-the-same-work',
    'does the same work for an unknown handle as for a wrong password',
    {
      points: 1,
      hint: [
        'Both answers look the same. If one comes much faster, it still tells which handles exist.',
        '`checkPassword` does the same work for everyone. Nothing may decide before it.',
      ],
    },
    async () => {
      const { signIn: enter } = await theSignIn();
      const work = async (who: string) => {
        const world = makeWorld();
        return whileVisited(world, async ({ visit, response, options }) => {
          const statements = watchQueries(world);
          let done = false;
          const wrong = { handle: who, password: 'wrong' };
          const entering = enter(visit, response, wrong, options).finally(() => (done = true));
          // A hash is computed beside JavaScript: its result can't come before this has run out.
          for (let turn = 0; turn < 1000; turn += 1) await Promise.resolve();
          const waits = done ? 'has its answer before a hash is computed' : 'waits for a hash';
          expect(await entering, `signIn for ${who} with a wrong password`).toBe(false);
          return { waits, queries: statements.length };
        });
      };
      const known = await work(handle);
      for (const who of ['mira', 'nobody', '']) {
        const { waits, queries } = await work(who);
        expect(waits, `signIn for the handle "${who}"`).toBe(known.waits);
        expect(queries, `queries for the handle "${who}", beside those for ${handle}`).toBe(
          known.queries,
        );
      }
    },
  );

  check(
    'always-asks-for-the-password',
    'requires the right password even from a browser where someone is signed in',
    {
      points: 1,
      hint: [
        'A session says who was here before, not who types now.',
        'Return `false` for wrong credentials, whatever `findSession` says. And leave the session alone until they are right.',
      ],
    },
    async () => {
      const { browser } = await open();
      await signIn(browser, 'ines');
      const _csrf = csrfOf(await browser.get('/office/login'));
      for (const fields of [{ handle, password: 'wrong' }, { handle: 'nobody', password }, {}]) {
        const answer = await browser.post('/office/login', { ...fields, _csrf });
        const what = `POST /office/login with ${JSON.stringify(fields)}, where ines is signed in`;
        expect(answer.status, what).toBe(401);
        expect(setCookiesOf(answer), `Set-Cookie of ${what}`).toEqual([]);
      }
      expectSignedIn('ines, after wrong passwords', await browser.get('/office'));
    },
  );

  check(
    'wants-the-csrf-token',
    "accepts no login without the form's CSRF token",
    {
      points: 2,
      hint: 'The token check is given: `officeFirewall` mounts it before your code. Was it changed?',
    },
    async () => {
      const { app, browser } = await open();
      const token = csrfOf(await browser.get('/office/login'));
      const others = csrfOf(await new Browser(app).get('/office/login'));
      expect(others === token ? 'the same' : 'different', 'the tokens of two browsers').toBe(
        'different',
      );
      const wrong: Record<string, Fields> = {
        'no _csrf': {},
        'an empty _csrf': { _csrf: '' },
        'a made-up _csrf': { _csrf: 'x'.repeat(token.length) },
        'an _csrf with one letter less': { _csrf: token.slice(1) },
        'the _csrf of another browser': { _csrf: others },
        'two of them': { _csrf: [token, token] },
        'an _csrf that is "undefined"': { _csrf: 'undefined' },
      };
      for (const [what, fields] of Object.entries(wrong)) {
        const answer = await browser.post('/office/login', { handle, password, ...fields });
        expect(answer.status, `POST /office/login, right but for ${what}`).toBe(403);
        expectPage(`POST /office/login with ${what}`, answer);
        expectToldWhy(`POST /office/login with ${what}`, answer);
      }
      const query = await browser.post(`/office/login?_csrf=${token}`, { handle, password });
      expect(query.status, 'POST /office/login with its _csrf in the query').toBe(403);
      const fields = { handle, password, _csrf: token };
      const noCookie = await new Browser(app).post('/office/login', fields);
      expect(noCookie.status, 'POST /office/login with an _csrf and no cookie').toBe(403);
      expectRedirect('GET /office after all that', await browser.get('/office'));
      const right = await browser.post('/office/login', fields);
      expectRedirect('POST /office/login with the right _csrf', right, '/office');
    },
  );

  check(
    'adopts-no-session-id',
    "adopts no id that the server didn't make, and stores a session only when someone signs in",
    {
      points: 1,
      hint: 'An id from outside is known outside. The session’s id comes from `newSessionId()`, and from nowhere else.',
    },
    async () => {
      const { app, world } = await open();
      const stored = () => world.database.all<{ id: string }>('SELECT id FROM officeSessions');
      const turnedAway = setCookiesOf(await new Browser(app).get('/office'));
      expect(turnedAway, 'the cookies of GET /office, which only leads to the form').toEqual([]);
      const made = new Browser(app);
      await made.get('/office/login');
      expect(stored(), 'sessions that are stored when someone looks at the form').toEqual([]);
      const value = made.jar.get('office') ?? '';
      const forged: Record<string, string> = {
        'an id without a signature': 'attackers-own-id',
        'an id that looks signed': 'attackers-own-id.c2lnbmF0dXJl',
        'an id with an empty signature': 'attackers-own-id.',
        'a real one with another signature': `${value.slice(0, -4)}AAAA`,
        nothing: '',
      };
      for (const [what, cookie] of Object.entries(forged)) {
        const browser = new Browser(app);
        browser.jar.set('office', cookie);
        expectRedirect(`GET /office with ${what}`, await browser.get('/office'));
        await browser.get('/office/login');
        const next = browser.jar.get('office') === cookie ? 'this one' : 'a new one';
        expect(next, `the cookie after GET /office/login with ${what}`).toBe('a new one');
        expectRedirect(`signing in with ${what}`, await signIn(browser, 'ines'), '/office');
        const ids = stored()
          .map(({ id }) => id)
          .join();
        expect(ids, `the ids of the sessions after signing in with ${what}`).not.toContain(
          'attackers',
        );
        const attacker = new Browser(app);
        attacker.jar.set('office', cookie);
        expectRedirect(`GET /office with ${what}, afterwards`, await attacker.get('/office'));
      }
    },
  );

  check(
    'makes-an-id-that-nobody-guesses',
    'starts the session and sends the cookie with one id, which nobody can guess',
    {
      points: 1,
      hint: 'A session’s id is a password for eight hours. `newSessionId()` has 192 random bits; a counter has none, and `Math.random` isn’t made for secrets.',
    },
    async () => {
      const { signIn: enter } = await theSignIn();
      const { random } = Math;
      const { now } = Date;
      const ids: string[] = [];
      try {
        Math.random = () => 0.5;
        Date.now = () => START;
        for (let round = 0; round < 3; round += 1) {
          const noted: Record<string, unknown> = {};
          await whileVisited(quickWorld(), async ({ visit, response, options }) => {
            const start = async (id: string, personId: string) =>
              void Object.assign(noted, { started: id, personId });
            const sessions = { ...options.sessions, start };
            const cookie = {
              ...options.cookie,
              send: (_to: unknown, id: string) => void Object.assign(noted, { sent: id }),
            };
            const credentials = { handle, password };
            return enter(visit, response, credentials, { ...options, sessions, cookie });
          });
          expect(noted['sent'], 'the id in the cookie, beside the one of the session').toBe(
            noted['started'],
          );
          expect(noted['personId'], 'the person of the session').toBe(PEOPLE.ines.id);
          ids.push(String(noted['started']));
        }
      } finally {
        Math.random = random;
        Date.now = now;
      }
      const shortest = Math.min(...ids.map((id) => id.length));
      expect(shortest >= 22 ? 'long enough' : `${shortest} characters`, 'the ids').toBe(
        'long enough',
      );
      const different = new Set(ids).size === ids.length ? 'all different' : 'the same again';
      expect(
        different,
        'three ids, while Math.random always returns 0.5, and Date.now the same time',
      ).toBe('all different');
    },
  );

  check(
    'waits-for-the-session',
    "answers once the session is stored, and signs nobody in when it can't be",
    {
      points: 2,
      hint: [
        'A store may take its time, as a database in another building does. Until it is done, the cookie opens nothing.',
        '`sessions.end` and `sessions.start` return promises: `await` each, in this order. If one is rejected, don’t catch it; and set no time limit.',
        'Send the cookie last: an answer that failed must not carry one.',
      ],
    },
    async () => {
      const { signIn: enter } = await theSignIn();
      const steps = async (fails: 'nothing' | 'end' | 'start') => {
        const done: string[] = [];
        const slowly = (name: 'end' | 'start') => async () => {
          done.push(`${name} begins`);
          for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
          if (name === fails) throw new Error('The store cannot be reached.');
          done.push(`${name} is done`);
        };
        const entering = whileVisited(
          quickWorld(),
          async ({ visit, response, options }) => {
            const sessions = { ...options.sessions, end: slowly('end'), start: slowly('start') };
            const cookie = { ...options.cookie, send: () => void done.push('the cookie is sent') };
            const credentials = { handle, password };
            return withEveryTimerDue(() =>
              enter(visit, response, credentials, { ...options, sessions, cookie }),
            );
          },
          true,
        );
        const result: unknown =
          fails === 'nothing' ? await entering : await entering.catch(() => 'an error');
        return [...done, `signIn: ${String(result)}`];
      };
      expect(await steps('nothing'), 'signing in with a slow store, step by step').toEqual([
        'end begins',
        'end is done',
        'start begins',
        'start is done',
        'the cookie is sent',
        'signIn: true',
      ]);
      expect(await steps('end'), 'when the old session cannot be ended').toEqual([
        'end begins',
        'signIn: an error',
      ]);
      expect(await steps('start'), 'when the new session cannot be stored').toEqual([
        'end begins',
        'end is done',
        'start begins',
        'signIn: an error',
      ]);
    },
  );

  checkTheOffice();
});

type Store = Awaited<ReturnType<typeof given>>;

/** What signIn works with, and a request that is being answered. */
interface Visit {
  visit: express.Request;
  response: express.Response;
  options: {
    database: World['database'];
    sessions: ReturnType<Store['sessionStore']>;
    cookie: ReturnType<Store['officeCookie']>;
  };
}

/** Does some work while a request is being answered, from a browser that is signed in or not. */
async function whileVisited<Result>(
  world: World,
  work: (visit: Visit) => Promise<Result>,
  signedIn = false,
): Promise<Result> {
  const { officeCookie, officeSession, sessionStore, newSessionId } = await given();
  const { database, clock, sessionSecret } = world;
  const cookie = officeCookie({ sessionSecret, tls: false });
  const sessions = sessionStore(database, clock, () => false);
  const id = newSessionId();
  if (signedIn) await sessions.start(id, PEOPLE.ines.id);
  let outcome: Promise<Result> | undefined;
  const app = express();
  app.get('/cookie', (_request, answer) => {
    cookie.send(answer, id);
    answer.end();
  });
  app.use(officeSession(cookie, sessions), async (visit, response) => {
    outcome = work({ visit, response, options: { database, sessions, cookie } });
    await outcome.catch(() => {});
    response.end();
  });
  const [set] = setCookiesOf(await request(app).get('/cookie'));
  await request(app).get('/office').set('Cookie', `${set?.name}=${set?.value}`);
  return outcome!;
}
