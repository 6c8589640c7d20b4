import { describe, expect, test } from 'vitest';
import {
  basic,
  encodePart,
  sessionClaims,
  makeWorld,
  NOW,
  PEOPLE,
  signToken,
} from '../grading/check/kit.ts';
import { send } from './answers/send.ts';
import { finishedApps, since } from './testing/apps.ts';
import { answers } from './testing/contract-case.ts';
import { sendAndWait } from './testing/send-and-wait.ts';

// What the finished apps answer at the edges: where HTTP, JSON and our own rules leave room for two
// answers, and one of them is right. What a learner writes is for the chapters' own checks.

const JSON_BODY = { 'Content-Type': 'application/json' };
const REPORT = { trail: 'larch-loop', condition: 'open', title: 'Dry' };
const tokenOf = (changes: object = {}) => signToken(sessionClaims({ ...changes }));
const as = (sub: string = PEOPLE.mira.id) => ({ Authorization: `Bearer ${tokenOf({ sub })}` });
const signIn = { Authorization: basic('mira', PEOPLE.mira.password) };
const ours = { Origin: 'http://localhost:5173' };
/** JSON of so many bytes, which is no report whatever it holds. */
const ofSize = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
const bearer = (more = '') => new RegExp(`^Bearer realm="cairn"${more}$`);
const refused = bearer(', error="invalid_token", error_description="The token is not valid\\."');

const SIGNING = since('signing');
const AUTHENTICATOR = since('authenticator');
const HEADER = since('header');
const ERRORS = since('errors');
const OFFICE = since('two-firewalls');

describe('bodies', () => {
  // From chapter 3 on, whoever posts a report is somebody; before, the body says who.
  const post = { method: 'POST', path: '/api/reports' };
  const patch = { method: 'PATCH', path: '/api/reports/r-01', headers: { ...JSON_BODY, ...as() } };
  const malformed = { status: 400, is: 'malformed-json' };
  const invalid = { status: 422, is: 'validation-failed' };
  const sent = (more: object = {}) => ({ ...post, headers: { ...JSON_BODY, ...as(), ...more } });

  answers([
    { what: 'half of it', ...sent(), body: '{"trail":', ...malformed },
    { what: 'white space', ...sent(), body: '  ', ...malformed },
    { what: 'none at all', ...post, headers: as(), ...invalid, faults: ['#'] },
    { what: 'one of no bytes', ...sent(), body: '', ...invalid, faults: ['#'] },
    { what: 'a patch of no bytes', ...patch, body: '', ...invalid, faults: ['#'] },
    { what: 'null', ...sent(), body: 'null', ...invalid, faults: ['#'] },
    { what: 'an array', ...sent(), body: [], ...invalid, faults: ['#'] },
    { what: '100 kB', ...sent(), body: ofSize(100_000), ...invalid, faults: ['#'] },
    {
      what: '100 kB and a byte',
      ...sent(),
      body: ofSize(100_001),
      status: 413,
      is: 'about:blank',
      holds: { title: 'Content Too Large' },
    },
    { what: 'text', ...sent({ 'Content-Type': 'text/plain' }), body: 'x', status: 415 },
    { what: 'of no type', ...post, headers: as(), body: 'x', status: 415, is: 'about:blank' },
    {
      what: 'a form for a token',
      from: SIGNING,
      method: 'POST',
      path: '/api/tokens',
      headers: { ...signIn, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=password',
      status: 415,
      is: 'about:blank',
    },
    {
      what: 'Latin-1',
      ...sent({ 'Content-Type': 'application/json; charset=iso-8859-1' }),
      body: REPORT,
      status: 415,
      is: 'about:blank',
    },
    {
      what: 'every fault at once',
      ...sent(),
      from: HEADER,
      to: OFFICE, // from then on an author is checked first
      body: { trail: 'x', condition: 'x', title: ' ', body: 1, author: 'ines', 'a/b': 1, 'c~d': 1 },
      ...invalid,
      faults: ['#/trail', '#/condition', '#/title', '#/body', '#/author', '#/a~1b', '#/c~0d'],
    },
    {
      what: 'U+0000, in every text',
      ...sent(),
      to: 0,
      body: { ...REPORT, title: 'a\0', body: '\0', author: 'mira\0' },
      ...invalid,
      faults: ['#/title', '#/body', '#/author'],
    },
    {
      what: 'a merge patch by its own type',
      ...patch,
      headers: { ...patch.headers, 'Content-Type': 'application/merge-patch+json' },
      body: { title: 'Wet', body: null },
      status: 200,
      holds: { title: 'Wet', body: '', condition: 'open', author: 'mira' },
    },
    { what: 'a patch of nothing', ...patch, body: {}, status: 200, holds: { condition: 'open' } },
    { what: 'a patch with a null title', ...patch, body: { title: null }, ...invalid },
    {
      what: 'a patch of what cannot be changed',
      ...patch,
      body: { id: 'x', trail: 'x', author: 'ines', createdAt: 'x' },
      ...invalid,
      faults: ['#/id', '#/trail', '#/author', '#/createdAt'],
    },
  ]);

  // Of a body that is refused, nothing more is read: the answer comes at once, and ends the connection.
  test.each([
    ['too long', 413, 'application/json', 'Content-Length: 1000000000'],
    ['of another type', 415, 'text/plain', 'Content-Length: 1000000000'],
    ['in an unknown encoding', 415, 'application/json; charset=x', 'Content-Length: 1000'],
    ['without an end', 413, 'application/json', 'Transfer-Encoding: chunked'],
  ])('a body that is %s', async (_what, status, type, framing) => {
    const chunk = framing.startsWith('T') ? `30d40\r\n${'x'.repeat(0x30d40)}\r\n` : 'x';
    const token = `Authorization: Bearer ${tokenOf()}`;
    for (const { createApp } of finishedApps) {
      const head = ['POST /api/reports HTTP/1.1', 'Host: x', token, `Content-Type: ${type}`];
      const bytes = `${[...head, framing].join('\r\n')}\r\n\r\n${chunk}`;
      const answer = await sendAndWait(createApp(makeWorld()), bytes);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*\r\nConnection: close\r\n`));
    }
  });

  test.each(finishedApps)(
    'bytes that are not UTF-8, to chapter $chapter',
    async ({ createApp }) => {
      const body = Buffer.from(JSON.stringify({ ...REPORT, title: 'caf\u00e9' }), 'latin1');
      const headers = { ...JSON_BODY, ...as() };
      const answer = await send(createApp(makeWorld()), { ...post, headers, body: body as never });
      expect(answer.status).toBe('400 Bad Request');
      expect(JSON.parse(answer.body)).toMatchObject({
        type: 'https://cairn.example/problems/malformed-json',
      });
    },
  );
});

describe('pages of reports', () => {
  const list = (query: string) => ({ path: `/api/reports${query}` });
  const invalid = { status: 422, is: 'validation-failed' };
  answers([
    { what: 'the last', ...list('?page=3'), status: 200, holds: { page: 3, next: null } },
    { what: 'one that is full', ...list('?perPage=24'), status: 200, holds: { next: null } },
    {
      what: 'the next one',
      ...list('?trail=larch-loop&perPage=2'),
      status: 200,
      holds: { total: 5, next: '/api/reports?trail=larch-loop&page=2&perPage=2' },
    },
    {
      what: 'one far beyond the last',
      ...list('?page=99999999999'),
      status: 200,
      holds: { items: [], total: 24, page: 99_999_999_999, next: null },
    },
    { what: 'of no trail', ...list('?trail=x'), status: 200, holds: { items: [], total: 0 } },
    {
      what: '0 and 51',
      ...list('?page=0&perPage=51'),
      ...invalid,
      faults: ['#/page', '#/perPage'],
    },
    { what: 'a half', ...list('?page=1.5'), ...invalid, faults: ['#/page'] },
    { what: 'twice', ...list('?page=1&page=2'), ...invalid, faults: ['#/page'] },
  ]);
});

describe('paths and methods', () => {
  const loop = { status: 200, holds: { slug: 'larch-loop' } };
  const nothing = { status: 404, is: 'about:blank' };
  const unknown = { status: 401, is: 'authentication-required' };
  answers([
    { what: 'another case, and a slash', path: '/API/Trails/larch-loop/', ...loop },
    { what: 'an encoded hyphen', path: '/api/trails/larch%2Dloop', ...loop },
    { what: 'a slug in another case', path: '/api/trails/LARCH-LOOP', ...nothing },
    { what: 'an encoded zero', path: '/api/reports/r-01%00', ...nothing },
    { what: 'an encoded slash', path: '/api%2Ftrails', ...nothing },
    { what: 'half an escape where nothing is', path: '/api/%', ...nothing },
    { what: 'half an escape', path: '/api/reports/%E0%A4%A', status: 400, is: 'about:blank' },
    { what: 'doubled slashes', path: '//api//trails//larch-loop', ...nothing },
    { what: 'encoded letters', path: '/%61pi/%74rails/larch-loop', ...nothing },
    {
      what: 'only looks like it',
      from: OFFICE,
      path: '/apiary',
      ...nothing,
      lines: { vary: null },
    },
    {
      what: 'another method, from a person',
      method: 'PUT',
      path: '/api/reports/r-01',
      headers: as(),
      status: 405,
      is: 'about:blank',
      lines: { allow: 'DELETE, GET, HEAD, OPTIONS, PATCH' },
    },
    {
      what: 'another method',
      from: AUTHENTICATOR,
      method: 'PUT',
      path: '/api/reports/r-01',
      ...unknown,
      is: '',
    },
    { what: 'no such route', from: AUTHENTICATOR, method: 'POST', path: '/api/x', status: 401 },
    {
      what: 'a method of its own',
      from: AUTHENTICATOR,
      method: 'PURGE',
      path: '/api/trails',
      status: 401,
    },
    {
      what: 'HEAD of me',
      from: AUTHENTICATOR,
      method: 'HEAD',
      path: '/api/me',
      status: 401,
      is: 'no body',
    },
    { what: 'HEAD of a list', method: 'HEAD', path: '/api/trails', status: 200, is: 'no body' },
    {
      what: 'two hosts',
      path: '/api/trails',
      headers: { Host: ['cairn.example', 'attacker.example'] },
      status: 400,
      is: 'about:blank',
      holds: { detail: 'The request has more than one Host header.' },
    },
    {
      what: 'two hosts, for a token',
      from: SIGNING,
      method: 'POST',
      path: '/api/tokens',
      headers: { ...signIn, Host: ['cairn.example', 'cairn.example'] },
      status: 400,
      is: 'about:blank',
    },
    {
      what: 'OPTIONS',
      method: 'OPTIONS',
      path: '/api/reports',
      status: 204,
      lines: { allow: 'GET, HEAD, OPTIONS, POST' },
    },
  ]);
});

describe('who it is', () => {
  const me = { from: ERRORS, path: '/api/me' };
  const line = (value: string | string[]) => ({ ...me, headers: { Authorization: value } });
  const good = tokenOf();
  const malformed = {
    status: 400,
    is: 'malformed-authorization',
    lines: { 'www-authenticate': bearer(', error="invalid_request", error_description=".+"') },
  };
  const noToken = {
    status: 401,
    is: 'authentication-required',
    lines: { 'www-authenticate': bearer() },
  };
  const invalid = { status: 401, is: 'invalid-token', lines: { 'www-authenticate': refused } };
  const mira = { status: 200, holds: { id: 'p-mira', handle: 'mira', role: 'hiker' } };
  answers([
    { what: 'any case, many spaces', ...line(`bEARER   ${good}`), ...mira },
    { what: 'a tab', ...line(`Bearer\t${good}`), ...malformed },
    { what: 'no token behind it', ...line('Bearer'), ...malformed },
    { what: 'an empty line', ...line(''), ...malformed },
    { what: 'two tokens', ...line(`Bearer ${good}, Bearer ${good}`), ...malformed },
    { what: 'the same line twice', ...line([`Bearer ${good}`, `Bearer ${good}`]), ...malformed },
    { what: 'two schemes', ...line(['Basic eDp5', `Bearer ${good}`]), ...malformed },
    { what: 'another scheme', ...line('Basic eDp5'), ...noToken },
    { what: 'a token in the query', ...me, path: `/api/me?access_token=${good}`, ...noToken },
    { what: 'a token in a cookie', ...me, headers: { Cookie: `access_token=${good}` }, ...noToken },
    { what: 'padding that no part has', ...line(`Bearer ${good}==`), ...invalid },
    { what: 'no audience', ...line(`Bearer ${tokenOf({ aud: undefined })}`), ...invalid },
    { what: 'an nbf of null', ...line(`Bearer ${tokenOf({ nbf: null })}`), ...invalid },
    {
      what: 'over, and from elsewhere',
      ...line(`Bearer ${tokenOf({ iat: NOW - 60, exp: NOW, iss: 'https://evil.example' })}`),
      ...invalid,
    },
    {
      what: 'over at this very second',
      ...line(`Bearer ${tokenOf({ iat: NOW - 60, exp: NOW })}`),
      status: 401,
      is: 'expired-token',
      lines: { 'www-authenticate': /error_description="The token has expired\."$/ },
    },
    {
      what: 'a JWT whose payload is no JSON',
      ...line(`Bearer ${encodePart({ alg: 'RS256', typ: 'JWT' })}.${encodePart('nope')}.YQ`),
      ...invalid,
    },
    {
      what: 'a bad one where none is needed',
      ...line('Bearer x'),
      path: '/api/trails',
      ...invalid,
    },
    {
      what: "another author's report, and a body that is no patch",
      from: ERRORS,
      method: 'PATCH',
      path: '/api/reports/%72-23',
      headers: { ...JSON_BODY, ...as() },
      body: { x: 1 },
      status: 403,
      is: 'forbidden',
      lines: { 'www-authenticate': null },
    },
    {
      what: 'no such report, to a person',
      method: 'DELETE',
      path: '/api/reports/r-none',
      headers: as(),
      status: 404,
      is: 'about:blank',
      lines: { 'www-authenticate': null },
    },
    {
      what: 'no such report',
      ...noToken,
      from: ERRORS,
      method: 'DELETE',
      path: '/api/reports/r-none',
    },
    {
      what: 'a token for a token',
      from: SIGNING,
      method: 'POST',
      path: '/api/tokens',
      headers: as(),
      status: 401,
      is: 'invalid-credentials',
      lines: { 'www-authenticate': 'Basic realm="cairn", charset="UTF-8"' },
    },
    {
      what: 'a handle and a password',
      from: SIGNING,
      method: 'POST',
      path: '/api/tokens',
      headers: signIn,
      status: 200,
      lines: { 'cache-control': 'no-store' },
      holds: { token_type: 'Bearer' },
    },
  ]);
});

describe('other origins', () => {
  const ask = { ...ours, 'Access-Control-Request-Method': 'DELETE' };
  const preflight = { from: HEADER, method: 'OPTIONS', path: '/api/reports/r-01' };
  answers([
    {
      what: 'a preflight',
      ...preflight,
      headers: ask,
      status: 204,
      lines: {
        vary: 'Origin',
        'access-control-allow-origin': 'http://localhost:5173',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-allow-methods': /\bDELETE\b/,
        'access-control-allow-credentials': null,
      },
    },
    {
      what: 'a preflight with a bad token',
      ...preflight,
      headers: { ...ask, Authorization: 'Bearer' },
      status: 204,
    },
    ...['https://evil.example', 'null', 'http://localhost:51730', 'HTTP://localhost:5173'].map(
      (Origin) => ({
        what: `a preflight from ${Origin}`,
        ...preflight,
        headers: { ...ask, Origin },
        status: 204,
        lines: {
          vary: 'Origin',
          'access-control-allow-origin': null,
          'access-control-allow-methods': null,
          'access-control-expose-headers': null,
        },
      }),
    ),
    ...['/api/me', '/api/x', '/api/reports/%'].map((path) => ({
      what: 'a refusal that a page may read',
      from: HEADER,
      path,
      headers: { ...ours, Authorization: 'Bearer x' },
      status: 401,
      lines: {
        vary: 'Origin',
        'access-control-allow-origin': 'http://localhost:5173',
        'access-control-expose-headers': 'Location,WWW-Authenticate',
      },
    })),
  ]);
});

describe('the office', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const page = { status: 403, is: 'page', lines: { 'cache-control': 'no-store' } };
  const login = { from: OFFICE, method: 'POST', path: '/office/login', headers: form };
  const toLogin = {
    from: OFFICE,
    status: 303,
    lines: { location: '/office/login', 'set-cookie': null },
  };
  answers([
    { what: 'a stranger', path: '/office', ...toLogin },
    { what: 'a stranger, lost', path: '/office/x', ...toLogin },
    { what: 'half an escape', path: '/office/%E0%A4%A', ...toLogin },
    { what: 'somebody with a token', path: '/OFFICE/', headers: as('p-ines'), ...toLogin },
    ...[
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ].map((from) => ({
      what: `a form from elsewhere (${JSON.stringify(from)})`,
      ...login,
      path: '/office/reports/r-24/close',
      headers: { ...form, ...from },
      ...page,
    })),
    {
      what: 'a link from elsewhere',
      path: '/office/login',
      from: OFFICE,
      headers: { 'Sec-Fetch-Site': 'cross-site' },
      status: 200,
      is: 'page',
    },
    { what: 'out of the office', path: '/office/%2e%2e/api/me', ...toLogin },
    { what: 'a form without its token', ...login, body: 'handle=ines&password=x', ...page },
    { what: 'a form as JSON', ...login, headers: JSON_BODY, body: { handle: 'ines' }, ...page },
    { what: 'a long form', ...login, body: `a=${'x'.repeat(99_000)}`, ...page },
    { what: 'a form that is too long', ...login, body: `a=${'x'.repeat(99_999)}`, status: 413 },
    {
      what: 'GET of what takes a form',
      from: OFFICE,
      path: '/office/logout',
      status: 405,
      is: 'page',
      lines: { allow: 'OPTIONS, POST' },
    },
    {
      what: 'the form',
      from: OFFICE,
      path: '/office/login',
      status: 200,
      is: 'page',
      lines: {
        'cache-control': 'no-store',
        'access-control-allow-origin': null,
        'set-cookie': /^office=[^;]+; Path=\/office; HttpOnly; SameSite=Lax$/,
        'x-frame-options': 'DENY',
      },
    },
    {
      what: 'a session that nobody made',
      from: OFFICE,
      path: '/office/login',
      headers: { Cookie: 'office=made-up.AAAA' },
      status: 200,
      lines: { 'set-cookie': /^office=(?!made-up)/ },
    },
    {
      what: 'its cookie, at the API',
      from: OFFICE,
      path: '/api/me',
      headers: { Cookie: 'office=made-up.AAAA' },
      status: 401,
      lines: { 'set-cookie': null },
    },
    { what: 'the public page', from: OFFICE, path: '/', status: 200, is: 'page' },
  ]);
});
