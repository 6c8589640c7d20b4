import { PEOPLE, START } from '../../../grading/check/kit.ts';
import type { Answer } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import type { Target, Visit } from '../target.ts';

const { handle, password } = PEOPLE.ines;
const FORM = 'application/x-www-form-urlencoded';

/** A form as a page of mine could post it, in someone's browser: with their cookie, without the token. */
interface Forgery {
  what: string;
  type?: string;
  query?: (visit: Visit) => string;
  lines?: (visit: Visit) => string[];
  /** The body, without what the form needs besides. */
  body: (visit: Visit) => string;
}

const FORGERIES: Forgery[] = [
  { what: 'no token', body: () => '' },
  { what: 'an empty token', body: () => '_csrf=' },
  { what: 'a wrong token', body: () => '_csrf=0123456789abcdef' },
  { what: 'a token but for its last letter', body: ({ csrf }) => `_csrf=${csrf.slice(0, -1)}` },
  { what: 'a token and a letter', body: ({ csrf }) => `_csrf=${csrf}x` },
  { what: 'a token in capitals', body: ({ csrf }) => `_csrf=${csrf.toUpperCase()}` },
  { what: 'the word undefined', body: () => '_csrf=undefined' },
  { what: 'a token twice', body: ({ csrf }) => `_csrf=${csrf}&_csrf=${csrf}` },
  { what: 'a token in an array', body: ({ csrf }) => `_csrf[]=${csrf}` },
  { what: 'a token in an object', body: ({ csrf }) => `_csrf[toString]=${csrf}` },
  { what: 'a token under another name', body: ({ csrf }) => `csrf=${csrf}&_CSRF=${csrf}` },
  { what: 'a token in the query', query: ({ csrf }) => `?_csrf=${csrf}`, body: () => '' },
  { what: 'a token in a header', lines: ({ csrf }) => [`X-CSRF-Token: ${csrf}`], body: () => '' },
  {
    what: 'a token in a cookie',
    lines: ({ csrf, cookie }) => [`${cookie}; _csrf=${csrf}`],
    body: () => '',
  },
  {
    what: 'the id of the session as the token',
    body: ({ cookie }) => `_csrf=${/office=([^.]+)/.exec(cookie)?.[1]}`,
  },
  {
    what: 'plain text that looks like a form',
    type: 'text/plain',
    body: ({ csrf }) => `_csrf=${csrf}`,
  },
  {
    what: 'JSON',
    type: 'application/json',
    body: ({ csrf }) => JSON.stringify({ _csrf: csrf, handle, password }),
  },
  { what: 'no type at all', type: '', body: ({ csrf }) => `_csrf=${csrf}` },
  {
    what: 'a form in parts',
    type: 'multipart/form-data; boundary=x',
    body: ({ csrf }) =>
      `--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${csrf}\r\n--x--\r\n`,
  },
];

function post(target: Target, path: string, visit: Visit, forgery: Forgery, fields: string) {
  const { type = FORM, query, lines, body } = forgery;
  const text = type === FORM ? [body(visit), fields].filter(Boolean).join('&') : body(visit);
  return target.send({
    method: 'POST',
    path: `${path}${query?.(visit) ?? ''}`,
    lines: [
      ...(lines?.(visit) ?? []),
      ...(lines?.(visit).some((line) => line.startsWith('Cookie')) ? [] : [visit.cookie]),
      ...(type === '' ? [] : [`Content-Type: ${type}`]),
    ],
    body: text,
  });
}

const signedInStill = async (target: Target, visit: Visit) =>
  (await target.isSignedIn(visit)) ? [] : ['the session has ended'];

/** Runs a story, and then wants its session to be there still. */
function withSession(
  name: string,
  run: (target: Target, visit: Visit) => Promise<Answer>,
  status: number,
): Attack {
  let visit: Visit;
  return {
    name,
    why: 'nobody signs someone else out',
    run: async (target) => {
      visit = await target.signedIn();
      return run(target, visit);
    },
    expected: { status },
    faults: (target) => signedInStill(target, visit),
  };
}

/** What a browser says of a form that a page of mine posts, where the app is `http://cairn.example`. */
const FROM_ELSEWHERE = [
  ['Sec-Fetch-Site: cross-site'],
  ['Sec-Fetch-Site: cross-site', 'Origin: http://cairn.example'],
  ['Sec-Fetch-Site: same-site', 'Origin: http://blog.cairn.example'],
  ['Sec-Fetch-Site: same-site', 'Origin: http://cairn.example:4000'],
  ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'],
  ['Sec-Fetch-Site: SAME-ORIGIN'],
  ['Sec-Fetch-Site:'],
  ['Origin: https://attacker.example'],
  ['Origin: null'],
  ['Origin:'],
  ['Origin: https://cairn.example'],
  ['Origin: http://cairn.example.attacker.example'],
  ['Origin: http://cairn.example', 'Origin: https://attacker.example'],
  ['Origin: http://attacker.example', 'X-Forwarded-Host: attacker.example'],
  ['Origin: https://attacker.example', 'Referer: http://cairn.example/office'],
];

/** The same of our own page, or of what is no browser. */
const FROM_HERE = [
  ['Sec-Fetch-Site: same-origin', 'Origin: http://cairn.example'],
  ['Sec-Fetch-Site: none'],
  ['Origin: http://cairn.example'],
  ['Referer: https://attacker.example/'],
];

const conditionOf = ({ world }: Target) =>
  world.database.get<{ condition: string }>("SELECT condition FROM reports WHERE id = 'r-24'")
    ?.condition;

/** Closes a report with a ranger's cookie and the right token. */
function closing(lines: string[], expected: Attack['expected'], why: string): Attack {
  return {
    name: `POST /office/reports/r-24/close: ${lines.join(', ')}`,
    why,
    run: async (target) => {
      const { cookie, csrf: token } = await target.signedIn();
      return target.post('/office/reports/r-24/close', { _csrf: token }, cookie, ...lines);
    },
    expected,
    faults: (target) => {
      const wanted = expected.status === 303 ? 'closed' : 'caution';
      const found = conditionOf(target);
      return found === wanted ? [] : [`the report is ${found}`];
    },
  };
}

/** Another site can have a browser post a form. It cannot read the one that we sent. */
export const csrf: Topic = {
  title: 'Forged forms (CSRF)',
  attacks: [
    ...FORGERIES.map((forgery): Attack => ({
      name: `POST /office/login: ${forgery.what}`,
      why: 'a forged login signs someone in as me, and I read what they write',
      run: async (target) => {
        const visit = await target.visit();
        const fields = String(new URLSearchParams({ handle, password }));
        return post(target, '/office/login', visit, forgery, fields);
      },
      expected: { status: 403 },
      faults: ({ world }) =>
        world.database.all('SELECT id FROM officeSessions').length === 0
          ? []
          : ['someone is signed in'],
    })),
    ...FORGERIES.map((forgery) =>
      withSession(
        `POST /office/logout: ${forgery.what}`,
        (target, visit) => post(target, '/office/logout', visit, forgery, ''),
        403,
      ),
    ),
    ...FROM_ELSEWHERE.map((lines) =>
      closing(lines, { status: 403 }, 'a form from elsewhere is refused, whatever token it has'),
    ),
    ...FROM_HERE.map((lines) =>
      closing(lines, { status: 303, location: '/office' }, 'a control: that is how it is done'),
    ),
    ...FROM_ELSEWHERE.slice(0, 4).map((lines): Attack => ({
      name: `POST /office/login: ${lines.join(', ')}`,
      why: 'a forged login signs someone in as me',
      run: async (target) => {
        const visit = await target.visit();
        const fields = { handle, password, _csrf: visit.csrf };
        return target.post('/office/login', fields, visit.cookie, ...lines);
      },
      expected: { status: 403 },
      faults: ({ world }) =>
        world.database.all('SELECT id FROM officeSessions').length === 0
          ? []
          : ['someone is signed in'],
    })),
    ...FROM_ELSEWHERE.slice(0, 4).map((lines) =>
      withSession(
        `POST /office/logout: ${lines.join(', ')}`,
        (target, { cookie, csrf: token }) =>
          target.post('/office/logout', { _csrf: token }, cookie, ...lines),
        403,
      ),
    ),
    ...FORGERIES.map((forgery): Attack => ({
      name: `POST /office/reports/r-24/close: ${forgery.what}`,
      why: 'the marmot of the month',
      run: async (target) =>
        post(target, '/office/reports/r-24/close', await target.signedIn(), forgery, ''),
      expected: { status: 403 },
      faults: (target) =>
        conditionOf(target) === 'caution' ? [] : ['the report is another one now'],
    })),
    {
      name: 'a forged form every 29 minutes, to keep the session alive',
      why: 'it is refused before its session is read, so it is no use of it',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        for (const minutes of [29, 58]) {
          target.world.setTime(START + minutes * 60_000);
          await target.post('/office/logout', {}, cookie, 'Sec-Fetch-Site: cross-site');
        }
        return target.send({ path: '/office', lines: [cookie] });
      },
      expected: { status: 303, location: '/office/login' },
    },
    withSession(
      'POST /office/logout: the token of a session of mine',
      async (target, { cookie }) => {
        const mine = await target.visit();
        return target.post('/office/logout', { _csrf: mine.csrf }, cookie);
      },
      403,
    ),
    {
      name: 'POST /office/login: the token of a session of mine',
      why: 'a token is of one session',
      run: async (target) => {
        const [theirs, mine] = [await target.visit(), await target.visit()];
        return target.logIn({ ...theirs, csrf: mine.csrf }, PEOPLE.ines);
      },
      expected: { status: 403 },
    },
    {
      name: 'POST /office/login: a token, and no session',
      why: 'a token is of one session',
      run: async (target) => {
        const { csrf: token } = await target.visit();
        return target.post('/office/login', { _csrf: token, handle, password });
      },
      expected: { status: 403 },
    },
    ...['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PUT'].map((method) =>
      withSession(
        `${method} /office/logout?_csrf=…`,
        (target, { cookie, csrf: token }) =>
          target.send({ method, path: `/office/logout?_csrf=${token}`, lines: [cookie] }),
        { GET: 405, HEAD: 405, OPTIONS: 204, DELETE: 403, PUT: 403 }[method] ?? 0,
      ),
    ),
    {
      name: 'POST /office/logout: its own token',
      why: 'a control: that is how it is done',
      run: async (target) => {
        const { cookie, csrf: token } = await target.signedIn();
        return target.post('/office/logout', { _csrf: token }, cookie);
      },
      expected: { status: 303, location: '/office/login' },
    },
    {
      name: 'POST /office/login: its own token',
      why: 'a control: that is how it is done',
      run: async (target) => target.logIn(await target.visit(), PEOPLE.ines),
      expected: { status: 303, location: '/office' },
    },
  ],
};
