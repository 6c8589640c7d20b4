import express from 'express';
import request from 'supertest';
import { check, expect, goodClaims, makeWorld, PEOPLE, task } from '#check';
import { Browser, csrfOf, type Fields, setCookiesOf } from './browser.ts';
import { expectProblem, expectRedirect, expectSignedIn } from './expect-answers.ts';
import { given, theSignOut } from './lessons.ts';
import { bearer, open, printedBy, quickWorld, signIn, withEveryTimerDue } from './worlds.ts';

/** A ranger who is signed in. Her page carries the CSRF token of the sign-out button. */
async function signedIn(world = quickWorld(), tls = false) {
  const { app, browser } = await open(world, tls);
  await signIn(browser, 'ines');
  const page = await browser.get('/office');
  expectSignedIn('the ranger', page);
  return { app, browser, world, _csrf: csrfOf(page) };
}

task('6.6', () => {
  check(
    'leads-back-to-the-form',
    'signs the ranger out, and leads back to the form',
    {
      points: 1,
      hint: [
        'Afterwards the browser must not be signed in any more. The answer itself, a 303 to the form, is given.',
        '`findSession(request)` is the session, and `sessions.end(session.id)` ends it.',
      ],
    },
    async () => {
      const { browser, _csrf } = await signedIn();
      expectRedirect('POST /office/logout', await browser.post('/office/logout', { _csrf }));
      expectRedirect('GET /office afterwards', await browser.get('/office'));
      expectRedirect('signing in once more', await signIn(browser, 'ines'), '/office');
      expectSignedIn('the ranger, in her new session', await browser.get('/office'));
    },
  );

  check(
    'ends-the-session-on-the-server',
    'ends the session on the server, so that a copy of the cookie is worth nothing',
    {
      points: 3,
      hint: [
        'Someone copied the cookie an hour ago. Clearing it in this browser takes nothing away from them.',
        '`await sessions.end(…)` takes the session out of the store, for every copy of the cookie.',
      ],
    },
    async () => {
      const { app, browser, world, _csrf } = await signedIn();
      const thief = new Browser(app);
      thief.jar.set('office', browser.jar.get('office') ?? '');
      expectSignedIn('a thief with a copy of the cookie, before', await thief.get('/office'));
      await browser.post('/office/logout', { _csrf });
      expectRedirect('GET /office with a copy of the old cookie', await thief.get('/office'));
      const copy = await thief.post('/office/logout', { _csrf });
      expect(copy.status, 'a form with the old cookie and the old _csrf').toBe(403);
      const close = await thief.post('/office/reports/r-24/close', { _csrf });
      expect(close.status, 'closing a report with the old cookie and the old _csrf').toBe(403);
      expect(
        world.database.all('SELECT id FROM officeSessions'),
        'the sessions that are stored',
      ).toEqual([]);
    },
  );

  const cleared = async (tls: boolean) => {
    const { browser, _csrf } = await signedIn(quickWorld({ tls }), tls);
    const [id = ''] = [...browser.jar.values()].join().split('.');
    browser.jar.set('theme', 'dark'); // of another page below /office
    const answer = await browser.post('/office/logout', { _csrf });
    const name = tls ? '__Secure-office' : 'office';
    const cookie = setCookiesOf(answer).find((one) => one.name === name);
    if (!cookie) {
      expect.fail(
        `POST /office/logout doesn't clear the cookie ${name}: there is no Set-Cookie for it.`,
      );
    }
    const { attributes } = cookie;
    const names = setCookiesOf(answer).map((one) => one.name);
    expect(names, 'the cookies that the answer sets or clears').toEqual([name]);
    const kept = cookie.value.includes(id) ? 'the session' : 'nothing of it';
    expect(kept, `what is left in the cookie ${name}`).toBe('nothing of it');
    expect(attributes['path'], `the Path of the cleared cookie ${name}`).toBe('/office');
    expect(attributes['domain'], `the Domain of the cleared cookie ${name}`).toBe(undefined);
    expect([...browser.jar.keys()], 'the cookies that the browser keeps').toEqual(['theme']);
    return attributes;
  };

  check(
    'clears-the-cookie',
    'has the browser forget the cookie',
    {
      points: 2,
      hint: [
        'A browser knows a cookie by its name, domain and path ([RFC 6265 §5.3](https://www.rfc-editor.org/rfc/rfc6265#section-5.3)). With another path, it is another cookie.',
        '[`response.clearCookie(name, options)`](https://expressjs.com/en/5x/api.html#res.clearCookie), with both from `sessionRules(tls)`.',
      ],
    },
    async () => {
      const attributes = await cleared(false);
      expect('secure' in attributes, 'Secure is in the cleared cookie, without TLS').toBe(false);
    },
  );

  check(
    'clears-it-over-tls',
    'has the browser forget it over TLS, too',
    {
      points: 1,
      hint: 'Over TLS the cookie has another name, and a browser accepts nothing under that name that isn’t `Secure`, not even its end. `sessionRules(tls)` knows both.',
    },
    async () => {
      const attributes = await cleared(true);
      expect('secure' in attributes, 'Secure is in the cleared cookie, with TLS').toBe(true);
    },
  );

  check(
    'is-read-only-on-get',
    'signs nobody out who follows a link',
    {
      points: 1,
      hint: 'An image on any page can make a browser send `GET /office/logout`. Only POST signs out, and `officeFirewall` mounts it so. Was that changed?',
    },
    async () => {
      const { browser, _csrf } = await signedIn();
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const answer = await browser.send(method, `/office/logout?_csrf=${_csrf}`);
        expect(answer.status === 303 ? 'signs out' : "doesn't", `${method} /office/logout`).toBe(
          "doesn't",
        );
        expectSignedIn(`the ranger, after ${method} /office/logout`, await browser.get('/office'));
      }
      expectRedirect('POST /office/logout', await browser.post('/office/logout', { _csrf }));
    },
  );

  check(
    'wants-the-csrf-token-too',
    'signs nobody out without the CSRF token',
    {
      points: 1,
      hint: 'The token check is given: `officeFirewall` mounts it before your code. Was it changed?',
    },
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
    'ends this session and no other, and leaves tokens alone',
    {
      points: 1,
      hint: [
        'Only this browser signs out: end the one session that `findSession(request)` returns.',
        "A token isn't in the store. Nothing on the server can end it before its `exp`.",
      ],
    },
    async () => {
      const { app, browser, world, _csrf } = await signedIn();
      const laptop = new Browser(app);
      await signIn(laptop, 'ines');
      const token = bearer('ines');
      const me = () => request(app).get('/api/me').set('Authorization', token);
      expectRedirect('POST /office/logout', await browser.post('/office/logout', { _csrf }));
      expectRedirect('GET /office in this browser', await browser.get('/office'));
      expectSignedIn('the same ranger in another browser', await laptop.get('/office'));
      expect((await me()).status, "GET /api/me with the ranger's token, after signing out").toBe(
        200,
      );
      world.setTime(Number(goodClaims()['exp']) * 1000);
      expectProblem('GET /api/me at the second of its exp', await me(), 401, 'expired-token');
    },
  );

  check(
    'waits-for-the-end',
    'says that someone is signed out once they are, and not if it went wrong',
    {
      points: 1,
      hint: [
        '"You are signed out" has to be true when it is said.',
        '`await sessions.end(…)`, and don’t catch what it throws, and set no time limit: a store that is slow may still fail. Only then clear the cookie: if ending failed, the ranger can try again with it.',
      ],
    },
    async () => {
      const { signOut } = await theSignOut();
      for (const store of ['slow', 'failing'] as const) {
        const door = await officeDoor(makeWorld());
        const ended: string[] = [];
        const broken = store === 'failing' ? { find: () => Promise.reject(new Error(store)) } : {};
        const end = async (id: string) => {
          for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
          if (store === 'failing') throw new Error('The store cannot be reached.');
          ended.push(id);
        };
        door.leave = async (visit, response) => {
          const sessions = { ...door.sessions, ...broken, end };
          await withEveryTimerDue(() => signOut(visit, response, sessions, false));
          response.send(`sessions ended: ${ended.length}`);
        };
        const answer = await door.send('/leave');
        if (store === 'failing') {
          expect(answer.status, 'signing out while the store fails').toBe(500);
          expect(setCookiesOf(answer), 'Set-Cookie of that answer').toEqual([]);
        } else {
          expect(answer.text, 'the answer of a store that takes its time').toBe(
            'sessions ended: 1',
          );
          expect(ended, 'the sessions that were ended').toEqual([door.id]);
        }
      }
    },
  );

  check(
    'tells-no-secret',
    'prints neither the cookie nor the session',
    {
      points: 1,
      hint: 'Logs are read by more people than sessions should be. Take every `console.…` out that shows the session, its id or the cookie.',
    },
    async () => {
      const { browser, world, _csrf } = await signedIn();
      const [id = ''] = (browser.jar.get('office') ?? '').split('.');
      const printed = await printedBy(async () => {
        expectRedirect('POST /office/logout', await browser.post('/office/logout', { _csrf }));
      });
      expect(printed.includes(id), "the session's id is printed with console").toBe(false);
      expect(world.logged, 'what is in the log').toEqual([]);
    },
  );

  check(
    'brings-no-session-back',
    "ends a session that a request in flight can't bring back, and signs out without one",
    {
      points: 1,
      hint: [
        'While you sign out, another request of the same session may still be running. When it finishes, the session must stay ended.',
        'Only `sessions.start` may store a session, and nothing but signing in calls it. `findSession` may also return nothing: then there is nothing to end.',
      ],
    },
    async () => {
      const { signOut } = await theSignOut();
      const door = await officeDoor(makeWorld());
      door.leave = async (visit, response) => {
        await signOut(visit, response, door.sessions, false);
        response.end();
      };
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      door.stay = () => held;
      const slow = door.send('/stay').then((answer) => answer.status);
      await Promise.race([door.arrived, slow]);
      expect(
        (await door.send('/leave')).status,
        'signing out, while another request is running',
      ).toBe(200);
      release();
      expect(await slow, 'the status of the other request, which ends later').toBe(200);
      const state = (await door.sessions.find(door.id)) ? 'is back' : 'has ended';
      expect(state, 'the session, after both').toBe('has ended');
      const again = await door.send('/leave');
      expect(again.status, 'signing out once more, with the old cookie').toBe(200);
      expect(setCookiesOf(again).length, 'cookies that it clears').toBe(1);
    },
  );
});

type Handler = (visit: express.Request, response: express.Response) => Promise<unknown>;

/** The office's sessions with two handlers behind them, and a browser that is signed in. */
async function officeDoor(world: ReturnType<typeof makeWorld>) {
  const { officeCookie, officeSession, sessionStore, newSessionId } = await given();
  const { database, clock, sessionSecret } = world;
  const cookie = officeCookie({ sessionSecret, tls: false });
  const sessions = sessionStore(database, clock, () => false);
  const id = newSessionId();
  await sessions.start(id, PEOPLE.ines.id);
  let arrive = () => {};
  const app = express();
  const door = {
    id,
    sessions,
    leave: (async () => {}) as Handler,
    stay: (async () => {}) as Handler,
    arrived: new Promise<void>((resolve) => (arrive = resolve)),
    send: async (path: string) =>
      request(app)
        .get(path)
        .set('Cookie', await line),
  };
  app.get('/cookie', (_request, response) => {
    cookie.send(response, id);
    response.end();
  });
  app.use(officeSession(cookie, sessions));
  app.get('/leave', (visit, response) => door.leave(visit, response));
  app.get('/stay', async (visit, response) => {
    arrive();
    await door.stay(visit, response);
    response.end();
  });
  const fail: express.ErrorRequestHandler = (error, _request, response, _next) =>
    void response.status(500).send(String(error));
  app.use(fail);
  const line = request(app)
    .get('/cookie')
    .then((answer) => {
      const [set] = setCookiesOf(answer);
      return `${set?.name}=${set?.value}`;
    });
  await line;
  return door;
}
