import { createHmac } from 'node:crypto';
import { PEOPLE, START } from '../../../grading/check/kit.ts';
import { type Answer, header } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import { cookieIn, type Target, type Visit } from '../target.ts';

const HOUR = 3_600_000;
const HALF_AN_HOUR = HOUR / 2;
const TO_LOGIN = { status: 303, location: '/office/login' };

/** A cookie whose id is signed as the app signs it, with any secret. */
function signedCookie(id: string, secret: string): string {
  const mac = createHmac('sha256', secret).update(`cookie: ${id}`).digest('base64url');
  return `Cookie: office=${id}.${mac}`;
}

/** Asks for the office with a cookie that is made from a good one. */
function withCookie(name: string, why: string, cookieOf: (good: string) => string): Attack {
  return {
    name,
    why,
    run: async (target) => {
      const { cookie } = await target.signedIn();
      return target.send({ path: '/office', lines: [cookieOf(cookie)] });
    },
    expected: TO_LOGIN,
  };
}

/** Asks for the office in a session that was good, after something has happened. */
function after(
  name: string,
  why: string,
  happened: (target: Target, visit: Visit) => void | Promise<unknown>,
  expected: Attack['expected'] = TO_LOGIN,
): Attack {
  return {
    name,
    why,
    run: async (target) => {
      const visit = await target.signedIn();
      await happened(target, visit);
      return target.send({ path: '/office', lines: [visit.cookie] });
    },
    expected,
  };
}

/** Posts a form whose body comes in two pieces; between them, its session is signed out. */
async function postSlowly(target: Target, path: string, { cookie, csrf }: Visit): Promise<Answer> {
  const slow = target.line();
  const form = `_csrf=${csrf}`;
  slow.send(
    `POST ${path} HTTP/1.1\r\nHost: cairn.example\r\n${cookie}\r\n` +
      'Content-Type: application/x-www-form-urlencoded\r\n' +
      `Content-Length: ${form.length}\r\n\r\n${form.slice(0, 5)}`,
  );
  const out = await target.post('/office/logout', { _csrf: csrf }, cookie);
  if (out.status !== 303) throw new Error(`Signing out was answered ${out.status}.`);
  slow.send(form.slice(5));
  return slow.answer;
}

/** Asks for the office every 29 minutes, and once more when `end` milliseconds have passed. */
async function busyUntil(target: Target, cookie: string, end: number): Promise<void> {
  for (let now = 0; now < end; now += HALF_AN_HOUR - 60_000) {
    target.world.setTime(START + now);
    await target.send({ path: '/office', lines: [cookie] });
  }
  target.world.setTime(START + end);
  await target.send({ path: '/office', lines: [cookie] });
}

/** What a cookie must say when someone signs in. */
function cookieFaults(answer: Answer, tls: boolean): string[] {
  const [pair = '', ...attributes] = (header(answer, 'set-cookie') ?? '').split('; ');
  const wanted = ['HttpOnly', 'Path=/office', 'SameSite=Lax', ...(tls ? ['Secure'] : [])];
  const faults = wanted.filter((each) => !attributes.includes(each)).map((each) => `lacks ${each}`);
  const others = attributes.filter((each) => !wanted.includes(each)).map((each) => `has ${each}`);
  const named = pair.startsWith(tls ? '__Secure-office=' : 'office=');
  return [...faults, ...others, ...(named ? [] : [`is ${pair}`])];
}

/** A session is made by the server, for one browser, and ends when it ends. */
export const sessions: Topic = {
  title: 'Sessions',
  attacks: [
    {
      name: 'fixation: a session id that I have planted, once its owner signs in',
      why: 'OWASP, session fixation: a new id at the moment that it is worth something',
      run: async (target) => {
        const planted = await target.visit();
        await target.logIn(planted, PEOPLE.ines);
        return target.send({ path: '/office', lines: [planted.cookie] });
      },
      expected: TO_LOGIN,
      faults: ({ world }) => {
        const { length } = world.database.all('SELECT id FROM officeSessions');
        return length === 1 ? [] : [`there are ${length} sessions, of 1`];
      },
    },
    {
      name: 'fixation: the id that its owner gets',
      why: 'a control: it is another one, and it is theirs',
      run: async (target) => {
        const planted = await target.visit();
        const answer = await target.logIn(planted, PEOPLE.ines);
        const cookie = cookieIn(answer) ?? '';
        if (cookie === planted.cookie) throw new Error('The id is the planted one.');
        return target.send({ path: '/office', lines: [cookie] });
      },
      expected: { status: 200 },
    },
    {
      name: 'fixation: the form’s token of the planted session',
      why: 'what was in the old session is gone with it',
      run: async (target) => {
        const planted = await target.visit();
        const answer = await target.logIn(planted, PEOPLE.ines);
        const cookie = cookieIn(answer) ?? '';
        return target.post('/office/logout', { _csrf: planted.csrf }, cookie);
      },
      expected: { status: 403 },
    },
    ...(
      [
        ['chosen by me', 'Cookie: office=attacker'],
        ['chosen by me, in the right form', 'Cookie: office=attacker.c2lnbmF0dXJl'],
        ['chosen by me, with an empty MAC', 'Cookie: office=attacker.'],
        ['signed with nothing', signedCookie('attacker', '')],
        ['signed with "keyboard cat"', signedCookie('attacker', 'keyboard cat')],
        ['that is empty', 'Cookie: office='],
        ['that is j:{}', 'Cookie: office=j%3A%7B%7D'],
        ['that cannot be decoded', 'Cookie: office=%E0%A4%A'],
        ['of 4 kB', `Cookie: office=${'a'.repeat(4_000)}.b`],
        ['with SQL in it', signedCookie("' OR '1'='1", 'keyboard cat')],
        ['named __proto__', 'Cookie: __proto__=x; office=__proto__'],
      ] as const
    ).flatMap(([what, cookie]): Attack[] => [
      {
        name: `GET /office with an id ${what}`,
        why: 'an id that the server did not make opens nothing',
        run: (target) => target.send({ path: '/office', lines: [cookie] }),
        expected: TO_LOGIN,
      },
      {
        name: `GET /office/login with an id ${what}`,
        why: 'an id that the server did not make is never adopted',
        run: (target) => target.send({ path: '/office/login', lines: [cookie] }),
        expected: { status: 200 },
        faults: ({ world }, answer) => {
          const own = cookieIn(answer);
          const stored = world.database.all('SELECT id FROM officeSessions').length;
          if (stored > 0) return [`stores ${stored} sessions`];
          if (own === undefined || own === cookie) return ['gives it no id of its own'];
          return /attacker|=\.|aaaa|OR '1'/.test(own) ? [`adopts ${own}`] : [];
        },
      },
    ]),
    {
      name: 'an id that was never made, signed with the true secret',
      why: 'who has the secret still has no session: it is looked up',
      run: (target) =>
        target.send({
          path: '/office',
          lines: [signedCookie('attacker', target.world.sessionSecret)],
        }),
      expected: TO_LOGIN,
    },
    {
      name: 'an id that was never made, signed with the true secret, once its owner signs in',
      why: 'the session gets an id of its own',
      run: async (target) => {
        const cookie = signedCookie('attacker', target.world.sessionSecret);
        await target.logIn(await target.visit(cookie), PEOPLE.ines);
        return target.send({ path: '/office', lines: [cookie] });
      },
      expected: TO_LOGIN,
      faults: ({ world }) => {
        const [row] = world.database.all<{ id: string }>('SELECT id FROM officeSessions');
        return row === undefined || row.id === 'attacker'
          ? [`there is the session ${row?.id}`]
          : [];
      },
    },
    {
      name: 'the login form, a thousand times',
      why: 'anyone may look at it: nothing is stored until someone signs in',
      run: async (target) => {
        for (let visit = 1; visit < 1_000; visit += 1) await target.send({ path: '/office/login' });
        return target.send({ path: '/office/login' });
      },
      expected: { status: 200 },
      faults: ({ world }) =>
        world.database.all('SELECT id FROM officeSessions').length === 0
          ? []
          : ['sessions are stored'],
    },
    withCookie('a good id without its signature', 'it is signed, or it is nothing', (good) =>
      good.replace(/\..*$/, ''),
    ),
    withCookie('a good id with half its signature', 'it is signed, or it is nothing', (good) =>
      good.slice(0, -10),
    ),
    withCookie('another id under a good signature', 'it is signed, or it is nothing', (good) =>
      good.replace('office=', 'office=x'),
    ),
    withCookie(
      'a good id under a MAC of another secret',
      'it is signed, or it is nothing',
      (good) =>
        good.replace(/\..*$/, `.${createHmac('sha256', 'x').update('x').digest('base64url')}`),
    ),
    withCookie('a good id under the name for TLS', 'one name, and no other', (good) =>
      good.replace('office=', '__Secure-office='),
    ),
    withCookie('a good id under the name in capitals', 'RFC 6265 §5.3: names have a case', (good) =>
      good.replace('office=', 'OFFICE='),
    ),
    withCookie('a good id behind one of mine', 'of two cookies, the first counts', (good) =>
      good.replace('Cookie: ', 'Cookie: office=mine; '),
    ),
    {
      name: 'a good id under the name without TLS, at an app with it',
      why: 'a network attacker can plant `office`, and not `__Secure-office`',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ path: '/office', lines: [cookie] });
      },
      expected: TO_LOGIN,
      tls: true,
    },
    after(
      'the session, after its owner has signed out',
      'it is gone on the server: a copied cookie is worth nothing',
      (target, { cookie, csrf }) => target.post('/office/logout', { _csrf: csrf }, cookie),
    ),
    after(
      'the session, after its person has been deleted',
      'the person is looked up at every request',
      ({ world }) => void world.database.run("DELETE FROM people WHERE id = 'p-ines'"),
    ),
    after(
      'the session, after its person is no ranger any more',
      'the role is what it is today',
      ({ world }) =>
        void world.database.run("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'"),
      { status: 403 },
    ),
    after(
      'the session, after eight hours',
      'it ends on the server, whatever the browser thinks',
      async (target, { cookie }) => {
        await busyUntil(target, cookie, 8 * HOUR - 1);
        target.world.setTime(START + 8 * HOUR);
      },
    ),
    after(
      'the session, just before eight hours, and busy all the time',
      'a control: it is good until then',
      (target, { cookie }) => busyUntil(target, cookie, 8 * HOUR - 1),
      { status: 200 },
    ),
    after(
      'the session, after half an hour without a request',
      'whoever finds the browser open finds the form',
      ({ world }) => world.setTime(START + HALF_AN_HOUR),
    ),
    after(
      'the session, just before half an hour without a request',
      'a control: it is good until then',
      ({ world }) => world.setTime(START + HALF_AN_HOUR - 1),
      { status: 200 },
    ),
    after(
      'the session, after half an hour, and the clock turned back',
      'once it was found to have ended, it is gone',
      async (target, { cookie }) => {
        target.world.setTime(START + HALF_AN_HOUR);
        await target.send({ path: '/office', lines: [cookie] });
        target.world.setTime(START);
      },
    ),
    after(
      'the session, while a form of it still comes in that was begun before signing out',
      'a slow body must not bring back what has ended meanwhile',
      (target, visit) => postSlowly(target, '/office/login', visit),
    ),
    {
      name: 'a report that is closed by a form that was begun before signing out',
      why: 'it is read before it is asked whose it is: it is nobody’s by then',
      run: async (target) =>
        postSlowly(target, '/office/reports/r-24/close', await target.signedIn()),
      expected: { status: 403 },
    },
    {
      name: 'a form that was begun before signing out, and is finished after',
      why: 'it is read before it is asked whose it is: it is nobody’s by then',
      run: async (target) => postSlowly(target, '/office', await target.signedIn()),
      expected: { status: 403 },
    },
    after(
      'the session, while a wrong password is being checked for it',
      'what takes its time must not bring back what has ended meanwhile',
      async (target, visit) => {
        const wrong = target.logIn(visit, { handle: PEOPLE.ines.handle, password: 'wrong' });
        await target.post('/office/logout', { _csrf: visit.csrf }, visit.cookie);
        await wrong;
      },
    ),
    {
      name: 'signing in as a hiker, with the right password',
      why: 'the office is for rangers, and no session is left behind',
      run: async (target) => target.logIn(await target.visit(), PEOPLE.mira),
      expected: { status: 403 },
      faults: ({ world }) =>
        world.database.all('SELECT id FROM officeSessions').length === 0
          ? []
          : ['a session of hers is kept'],
    },
    {
      name: 'what the cookie says',
      why: 'RFC 6265bis §4.1: HttpOnly, SameSite, for /office alone',
      run: async (target) => target.logIn(await target.visit(), PEOPLE.ines),
      expected: { status: 303, location: '/office' },
      faults: (_target, answer) => cookieFaults(answer, false),
    },
    {
      name: 'what the cookie says over TLS',
      why: 'RFC 6265bis §4.1.3: Secure, and a name that says so',
      run: async (target) => target.logIn(await target.visit(), PEOPLE.ines),
      expected: { status: 303, location: '/office' },
      faults: (_target, answer) => cookieFaults(answer, true),
      tls: true,
    },
    {
      name: 'what the page says to caches and frames',
      why: 'no cache keeps it, no frame holds it, no script runs in it',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ path: '/office', lines: [cookie] });
      },
      expected: { status: 200 },
      faults: (_target, answer) =>
        [
          ['cache-control', /^no-store$/],
          ['content-security-policy', /default-src 'none'/],
          ['content-security-policy', /frame-ancestors 'none'/],
          ['content-security-policy', /form-action 'self'/],
          ['x-content-type-options', /^nosniff$/],
          ['x-frame-options', /^DENY$/],
        ].flatMap(([name, pattern]) =>
          (pattern as RegExp).test(header(answer, name as string) ?? '')
            ? []
            : [`lacks ${pattern}`],
        ),
    },
  ],
};
