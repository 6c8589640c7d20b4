import { PEOPLE } from '../../../grading/check/kit.ts';
import { type Answer, header } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target, Visit } from '../target.ts';

const REPORT = { trail: 'larch-loop', condition: 'closed', title: 'Closed by nobody' };
const JSON_TYPE = 'Content-Type: application/json';
const rangersToken = () => `Authorization: Bearer ${ours({ sub: PEOPLE.ines.id })}`;

/** The session's id, out of its cookie `office=<id>.<mac>`. */
const idOf = ({ cookie }: Visit) => /office=([^.]+)\./.exec(cookie)?.[1] ?? '';
const valueOf = ({ cookie }: Visit) => cookie.replace('Cookie: office=', '');

/** A ranger's session, shown to the API. */
function cookieAtApi(method: string, path: string, body?: object): Attack {
  return {
    name: `${method} ${path} with a ranger's cookie`,
    why: 'a cookie opens nothing under /api',
    run: async (target) => {
      const { cookie, csrf } = await target.signedIn();
      const lines = [cookie, `X-CSRF-Token: ${csrf}`, ...(body ? [JSON_TYPE] : [])];
      return target.send({ method, path, lines, ...(body && { body: JSON.stringify(body) }) });
    },
    expected: { status: 401, problem: 'authentication-required' },
    faults: (_target, answer) => setsCookie(answer),
  };
}

/** A session's secrets, shown as a token. */
function sessionAsToken(what: string, line: (visit: Visit) => string, problem: string): Attack {
  return {
    name: `GET /api/me with ${what}`,
    why: 'a session is no token',
    run: async (target) => target.send({ path: '/api/me', lines: [line(await target.signedIn())] }),
    expected: { status: 401, problem },
  };
}

/** A good token of a ranger's, shown to the office. */
function tokenAtOffice(
  name: string,
  send: (target: Target) => Promise<Answer>,
  expected: Attack['expected'],
): Attack {
  return { name, why: 'a token opens nothing under /office', run: send, expected };
}

/** Each credential at the firewall that it is not for. */
export const wrongFirewall: Topic = {
  title: 'The right credentials at the wrong firewall',
  attacks: [
    cookieAtApi('GET', '/api/me'),
    cookieAtApi('POST', '/api/reports', REPORT),
    cookieAtApi('PATCH', '/api/reports/r-02', { condition: 'open' }),
    cookieAtApi('DELETE', '/api/reports/r-02'),
    cookieAtApi('DELETE', '/API/reports/r-02'),
    sessionAsToken(
      'the session id as a token',
      (visit) => `Authorization: Bearer ${idOf(visit)}`,
      'invalid-token',
    ),
    sessionAsToken(
      'the cookie as a token',
      (visit) => `Authorization: Bearer ${valueOf(visit)}`,
      'invalid-token',
    ),
    sessionAsToken(
      'the CSRF token as a token',
      ({ csrf }) => `Authorization: Bearer ${csrf}`,
      'invalid-token',
    ),
    sessionAsToken(
      'the cookie as a scheme of its own',
      (visit) => `Authorization: Session ${idOf(visit)}`,
      'authentication-required',
    ),
    {
      name: 'POST /api/tokens with a ranger’s cookie, and no password',
      why: 'a session buys no token',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ method: 'POST', path: '/api/tokens', lines: [cookie] });
      },
      expected: { status: 401, problem: 'invalid-credentials' },
      faults: (_target, answer) => setsCookie(answer),
    },
    {
      name: 'GET /api/me with a good token and a ranger’s cookie',
      why: 'a control: the token counts, and the cookie is not looked at',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ path: '/api/me', lines: [cookie, `Authorization: Bearer ${ours()}`] });
      },
      expected: { status: 200 },
      faults: (_target, answer) => [
        ...setsCookie(answer),
        ...(JSON.parse(answer.body).id === 'p-mira' ? [] : [`is about ${answer.body}`]),
      ],
    },
    {
      name: 'GET /api/me with a forged token and a ranger’s cookie',
      why: 'a bad token is refused, whatever else comes along',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ path: '/api/me', lines: [cookie, 'Authorization: Bearer a.b.c'] });
      },
      expected: { status: 401, problem: 'invalid-token' },
    },
    tokenAtOffice(
      'GET /office with a good token',
      (target) => target.send({ path: '/office', lines: [rangersToken()] }),
      { status: 303, location: '/office/login' },
    ),
    tokenAtOffice(
      'GET /OFFICE/ with a good token',
      (target) => target.send({ path: '/OFFICE/', lines: [rangersToken()] }),
      { status: 303, location: '/office/login' },
    ),
    tokenAtOffice(
      'GET /office with a good token as its cookie',
      (target) => target.send({ path: '/office', lines: [`Cookie: office=${ours()}`] }),
      { status: 303, location: '/office/login' },
    ),
    tokenAtOffice(
      'GET /office?access_token= with a good token',
      (target) => target.send({ path: `/office?access_token=${ours()}` }),
      { status: 303, location: '/office/login' },
    ),
    tokenAtOffice(
      'POST /office/logout with a good token',
      (target) => target.post('/office/logout', {}, rangersToken()),
      { status: 403 },
    ),
    tokenAtOffice(
      'POST /office/logout with a good token as its _csrf',
      (target) => target.post('/office/logout', { _csrf: ours() }, rangersToken()),
      { status: 403 },
    ),
    tokenAtOffice(
      'POST /office/login with a good token, and no form',
      (target) => target.post('/office/login', {}, rangersToken()),
      { status: 403 },
    ),
    tokenAtOffice(
      'GET /office with Basic, and the right password',
      (target) => {
        const { handle, password } = PEOPLE.ines;
        const basic = Buffer.from(`${handle}:${password}`).toString('base64');
        return target.send({ path: '/office', lines: [`Authorization: Basic ${basic}`] });
      },
      { status: 303, location: '/office/login' },
    ),
    {
      name: 'GET /api/me with a good token, after its person has signed out of the office',
      why: 'a control: signing out does not touch a token, and the chapter says so',
      run: async (target) => {
        const { cookie, csrf } = await target.signedIn();
        await target.post('/office/logout', { _csrf: csrf }, cookie);
        return target.send({ path: '/api/me', lines: [rangersToken()] });
      },
      expected: { status: 200 },
    },
  ],
};

function setsCookie(answer: Answer): string[] {
  const cookie = header(answer, 'set-cookie');
  return cookie === undefined ? [] : [`sets a cookie: ${cookie}`];
}
