import request from 'supertest';
import { check, expect, PEOPLE, START } from '#check';
import { Browser, csrfOf, type Fields, textOf } from './browser.ts';
import { expectProblem, expectRedirect, expectSignedIn } from './expect-answers.ts';
import { asText, bearer, HOUR, MINUTE, open, printedBy, quickWorld } from './worlds.ts';
import { reportsIn, send, signIn } from './worlds.ts';

const { handle, password } = PEOPLE.ines;

/** The checks of 6.5 that look at the whole office, once someone has signed in. */
export function checkTheOffice(): void {
  check(
    'opens-no-api',
    'sends a cookie that opens nothing under /api, as a token opens nothing under /office',
    {
      points: 1,
      hint: 'Each side has its own way to know you. The office asks the session and nothing else; the API asks the token and nothing else.',
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
        ['DELETE', '/API/reports/r-02'],
      ] as const;
      for (const [method, path] of tries) {
        const what = `${method} ${path} with the cookie of a signed-in ranger`;
        const answer = await send(api, method, path, { Cookie: cookie });
        expectProblem(what, answer, 401, 'authentication-required');
        expect(answer.headers['set-cookie'], `Set-Cookie of ${what}`).toBe(undefined);
      }
      expect(reportsIn(world), 'the reports afterwards').toEqual(before);
      const token = bearer('ines');
      for (const path of [
        '/office',
        '/office/',
        '/OFFICE',
        '/office/nowhere',
        '/office/reports/r-24/close',
      ]) {
        const answer = await request(app).get(path).set('Authorization', token);
        expectRedirect(`GET ${path} with a ranger's token`, answer);
      }
      const inCookie = await request(app)
        .get('/office')
        .set('Cookie', `office=${token.slice(7)}`);
      expectRedirect("GET /office with a ranger's token as its cookie", inCookie);
      const odd = await browser.get('/OFFICE/');
      expectSignedIn('the ranger, at /OFFICE/', odd);
    },
  );

  check(
    'asks-the-database-each-time',
    'lets a ranger in only for as long as she is one',
    {
      points: 1,
      hint: 'Give `sessions.start` the id of the person and nothing else: a role that was copied into a session is a role that nobody can take away.',
    },
    async () => {
      const { app, browser, world } = await open();
      await signIn(browser, 'ines');
      expectSignedIn('the ranger', await browser.get('/office'));
      world.database.exec("UPDATE people SET role = 'ranger' WHERE id = 'p-tomas'");
      const other = new Browser(app);
      expectRedirect(
        'tomas, now a ranger, in another browser',
        await signIn(other, 'tomas'),
        '/office',
      );
      expect(textOf(await browser.get('/office')), 'the page in the first browser').toContain(
        'Inês Duarte',
      );
      expect(textOf(await other.get('/office')), 'the page in the other').toContain('Tomáš Urban');
      world.database.exec(
        "UPDATE people SET name = 'Inês D. Castro', handle = 'castro' WHERE id = 'p-ines'",
      );
      const renamed = await browser.get('/office');
      expectSignedIn('the ranger, with a new name and handle', renamed);
      expect(textOf(renamed), 'the page, after her name has changed').toContain('Inês D. Castro');
      world.database.exec("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      const demoted = await browser.get('/office');
      expect(demoted.status, "GET /office, once she isn't a ranger any more").toBe(403);
      expect(demoted.type, 'the media type of that answer').toBe('text/html');
      world.database.exec("DELETE FROM people WHERE id = 'p-ines'");
      expectRedirect('GET /office, once she is deleted', await browser.get('/office'));
      world.database.exec('ALTER TABLE officeSessions RENAME TO lost');
      const ours = await browser.get('/office');
      expect(ours.status, 'GET /office while the database fails: an error of our own').toBe(500);
    },
  );

  check(
    'sessions-end',
    'starts a session that ends: after eight hours, or after 30 minutes without a request',
    {
      points: 1,
      hint: "The store ends sessions by the app's clock and your rules from 6.3: leave the session to it.",
    },
    async () => {
      const { browser, world } = await open();
      await signIn(browser, 'ines');
      world.setTime(START + 30 * MINUTE);
      expectRedirect('GET /office, 30 minutes later', await browser.get('/office'));
      world.setTime(START + 10 * MINUTE);
      expectRedirect(
        'GET /office with the same cookie, whatever the clock says then',
        await browser.get('/office'),
      );

      // Being busy keeps it alive, and forged requests don't. Eight hours are the end in any case.
      const start = START + HOUR;
      world.setTime(start);
      await signIn(browser, 'ines');
      for (let minutes = 29; minutes < 480; minutes += 29) {
        world.setTime(start + minutes * MINUTE);
        expectSignedIn(`the ranger, busy for ${minutes} minutes`, await browser.get('/office'));
      }
      world.setTime(start + 8 * HOUR);
      expectRedirect('GET /office, eight hours later', await browser.get('/office'));

      const last = start + 9 * HOUR;
      world.setTime(last);
      await signIn(browser, 'ines');
      world.setTime(last + 29 * MINUTE);
      const forged = await browser.post('/office/logout', {}, { 'Sec-Fetch-Site': 'cross-site' });
      expect(forged.status, 'a forged form, 29 minutes later').toBe(403);
      world.setTime(last + 31 * MINUTE);
      expectRedirect(
        'GET /office, after 31 minutes with nothing but a forged form',
        await browser.get('/office'),
      );

      // The form itself may be looked at for a while.
      const form = await browser.get('/office/login');
      world.setTime(last + 60 * MINUTE);
      const late = await browser.post('/office/login', { handle, password, _csrf: csrfOf(form) });
      expectRedirect('the form, sent after half an hour', late, '/office');
      expect(
        world.database.all('SELECT id FROM officeSessions').length,
        'sessions that are stored',
      ).toBe(1);
    },
  );

  check(
    'works-over-tls',
    'signs a ranger in over TLS, with and without a proxy in front of the app',
    {
      points: 1,
      hint: 'Send the cookie with `cookie.send`: it knows the name and the attributes for TLS.',
    },
    async () => {
      const settings = [
        { headers: {} },
        { trustProxy: 1, headers: { 'X-Forwarded-Proto': 'https' } },
      ];
      for (const { trustProxy, headers } of settings) {
        const changes = { tls: true, ...(trustProxy === undefined ? {} : { trustProxy }) };
        const { app, browser } = await open(quickWorld(changes), true);
        const what = `with ${JSON.stringify(changes)}`;
        expectRedirect(`signing in, ${what}`, await signIn(browser, 'ines', headers), '/office');
        expect([...browser.jar.keys()], `the cookies that the browser keeps, ${what}`).toEqual([
          '__Secure-office',
        ]);
        expectSignedIn(`the ranger, ${what}`, await browser.get('/office'));
        const other = new Browser(app);
        other.jar.set('office', browser.jar.get('__Secure-office') ?? '');
        expectRedirect('the same cookie, named office', await other.get('/office'));
      }
    },
  );

  check(
    'closes-a-report',
    'lets a ranger close a report with a form, and nobody else',
    {
      points: 1,
      hint: 'Closing is given. It works once someone is signed in, with the token of their page.',
    },
    async () => {
      const { app, browser, world } = await open();
      const close = (fields: Fields, id = 'r-24') =>
        browser.post(`/office/reports/${id}/close`, fields);
      const before = reportsIn(world);
      expect((await close({})).status, 'POST …/r-24/close by a stranger').toBe(403);
      await signIn(browser, 'ines');
      const page = await browser.get('/office');
      const _csrf = csrfOf(page);
      expect(page.text, 'the page: a form that closes r-24').toMatch(
        /action=["']?\/office\/reports\/r-24\/close/,
      );
      const visitors = csrfOf(await new Browser(app).get('/office/login'));
      for (const fields of [{}, { _csrf: '' }, { _csrf: visitors }, { _csrf: [_csrf, _csrf] }]) {
        expect((await close(fields)).status, 'POST …/r-24/close without her _csrf').toBe(403);
      }
      expect((await close({ _csrf }, 'r-none')).status, 'POST …/r-none/close').toBe(404);
      expect(reportsIn(world), 'the reports after all that').toEqual(before);
      expectRedirect('POST …/r-24/close', await close({ _csrf }), '/office');
      expect(reportsIn(world), 'the reports after that').toEqual({
        ...before,
        'r-24': 'closed: Weir works until Friday',
      });
      world.database.exec("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      expect(
        (await close({ _csrf }, 'r-23')).status,
        "POST …/r-23/close, once she isn't a ranger",
      ).toBe(403);
    },
  );

  check(
    'tells-no-secret',
    'prints and stores neither passwords nor cookies',
    {
      points: 1,
      hint: [
        'Logs are read by more people than passwords should be.',
        'Take every `console.…` out that shows the credentials, the person, the cookie or the id.',
      ],
    },
    async () => {
      const { browser, world } = await open();
      const secrets: Record<string, string> = {
        'a password': password,
        'a wrong password': 'wrong-9431',
      };
      const printed = await printedBy(async () => {
        await signIn(browser, 'ines');
        secrets["the session's id"] = (browser.jar.get('office') ?? '').split('.')[0] ?? '';
        const _csrf = csrfOf(await browser.get('/office'));
        secrets['a CSRF token'] = _csrf;
        await browser.post('/office/login', { handle, password: 'wrong-9431', _csrf });
        await browser.post('/office/login', { handle: 'nobody', password: 'wrong-9431', _csrf });
        await signIn(browser, 'mira');
      });
      secrets['a hash'] = '$argon2id$';
      const logged = world.logged.map(asText).join('\n');
      const kept = JSON.stringify(world.database.all('SELECT * FROM officeSessions'));
      for (const [what, secret] of Object.entries(secrets)) {
        expect(printed.includes(secret), `${what} is printed with console`).toBe(false);
        expect(logged.includes(secret), `${what} is in the app's log`).toBe(false);
        if (what === "the session's id") continue;
        expect(kept.includes(secret), `${what} is kept in the session`).toBe(false);
      }
    },
  );

  check(
    'survives-odd-input',
    'shows what people write as text, and answers a body that is no form with a client error',
    {
      points: 1,
      hint: 'Pages and form bodies are given: `html` escapes every value, and the office’s error handler answers what can’t be read. Was one of them changed?',
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
      const row = ['r-"><b>', 'larch-loop', PEOPLE.tomas.id, 'open', texts.title, texts.body];
      const insert = 'INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)';
      database.run(insert, ...row, new Date(START).toISOString());
      const _csrf = csrfOf(await browser.get('/office/login'));
      const form = String(new URLSearchParams({ handle, password, _csrf }));
      const FORM = 'application/x-www-form-urlencoded';
      const odd: [what: string, type: string, body: string, status: number, coding?: string][] = [
        ['a form of 200 kB', FORM, `${form}&more=${'x'.repeat(200_000)}`, 413],
        ['a form of 5000 fields', FORM, `${form}${'&a='.repeat(5000)}`, 413],
        ['a form in an unknown charset', `${FORM}; charset=utf-77`, form, 415],
        ['a form in an unknown coding', FORM, form, 415, 'zip'],
        ['a form that says gzip and is not', FORM, form, 400, 'gzip'],
        ['JSON', 'application/json', JSON.stringify({ handle, password, _csrf }), 403],
        ['text', 'text/plain', form, 403],
        ['nothing', FORM, '', 403],
        ['a form of garbage', FORM, '%ff%00=%zz&__proto__[a]=b&constructor=&_csrf[]=x', 403],
      ];
      for (const [what, type, body, status, coding] of odd) {
        const headers = { 'Content-Type': type, ...(coding && { 'Content-Encoding': coding }) };
        const answer = await browser.send('POST', '/office/login', body, headers);
        expect(answer.status, `POST /office/login with ${what}`).toBe(status);
        expect(answer.type, `the media type of the answer to ${what}`).toBe('text/html');
      }
      expect(world.logged, 'what was logged').toEqual([]);
      await browser.send('POST', '/office/login', form, { 'Content-Type': FORM });
      const page = await browser.get('/office');
      expectSignedIn('the ranger, by the same fields in a form', page);
      for (const [what, text] of Object.entries(texts)) {
        expect(page.text.includes(text), `the page has this ${what} as markup: ${text}`).toBe(
          false,
        );
        expect(textOf(page), `the page, with the ${what} as text`).toContain(text);
      }
      expect(page.text, 'the page').not.toMatch(/<(script|img|i|b)\b/i);
    },
  );
}
