import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../chapters/00-open-api/database.ts';
import { notePasswordChange } from '../../solutions/09-signing-out/password-changes.ts';
import { endSessionsOf } from '../../solutions/09-signing-out/person-sessions.ts';
import {
  basic,
  makeWorld,
  PEOPLE,
  sessionClaims,
  signToken,
  START,
  strangerKeys,
  type World,
} from '../grading/check/kit.ts';
import { send } from './answers/send.ts';
import { appOf } from './testing/apps.ts';
import { answers } from './testing/contract-case.ts';

const { chapter: from, createApp } = appOf('signing-out');
const JSON_BODY = { 'Content-Type': 'application/json' };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const DAY = 24 * 3_600_000;
const NEW = 'ptarmigan in the fog';
const mira = { Authorization: `Bearer ${signToken(sessionClaims())}` };
const invalid = { status: 422, is: 'validation-failed' };
const unknown = { status: 401, is: 'authentication-required' };

interface Tokens {
  access_token: string;
  refresh_token: string;
}

describe('POST /api/tokens/revoke', () => {
  const post = { from, method: 'POST', path: '/api/tokens/revoke', headers: JSON_BODY };
  const accepted = { status: 200, lines: { 'www-authenticate': null, 'set-cookie': null } };
  answers([
    { what: 'no token of ours', ...post, body: { token: 'x' }, ...accepted },
    { what: 'an empty string', ...post, body: { token: '' }, ...accepted },
    { what: 'a zero byte', ...post, body: { token: '\0' }, ...accepted },
    { what: 'half a character', ...post, body: '{"token":"\\ud800"}', ...accepted },
    { what: '90 kB', ...post, body: { token: 'x'.repeat(90_000) }, ...accepted },
    { what: '100 kB', ...post, body: { token: 'x'.repeat(100_000) }, status: 413 },
    {
      what: 'another case',
      ...post,
      path: '/API/Tokens/Revoke/',
      body: { token: 'x' },
      ...accepted,
    },
    {
      what: 'beside a bad token',
      ...post,
      headers: { ...JSON_BODY, Authorization: 'Bearer x y' },
      body: { token: 'x' },
      ...accepted,
    },
    { what: 'a number', ...post, body: { token: 1 }, ...invalid, faults: ['#/token'] },
    { what: 'null', ...post, body: { token: null }, ...invalid, faults: ['#/token'] },
    { what: 'none', ...post, body: {}, ...invalid, faults: ['#/token'] },
    { what: 'nothing', ...post, headers: {}, ...invalid, faults: ['#'] },
    { what: 'an array', ...post, body: ['x'], ...invalid, faults: ['#'] },
    {
      what: 'claims beside it',
      ...post,
      body: { token: 'x', sub: 'p-ines', __proto__x: 1 },
      ...invalid,
      faults: ['#/sub', '#/__proto__x'],
    },
    { what: 'half of it', ...post, body: '{"token', status: 400, is: 'malformed-json' },
    { what: 'a form, as OAuth has it', ...post, headers: FORM, body: 'token=x', status: 415 },
    { what: 'GET', from, path: post.path, status: 405, lines: { allow: 'OPTIONS, POST' } },
    { what: 'PUT', from, method: 'PUT', path: post.path, ...unknown },
  ]);
});

describe('/api/me/sessions and /api/me/password', () => {
  const sessions = { from, path: '/api/me/sessions', headers: mira };
  const one = (id: string) => ({ from, method: 'DELETE', path: `/api/me/sessions/${id}` });
  const nothing = { status: 404, is: 'about:blank' };
  const put = { from, method: 'PUT', path: '/api/me/password', headers: { ...JSON_BODY, ...mira } };
  answers([
    {
      what: 'a list',
      ...sessions,
      status: 200,
      holds: { items: [{ id: 's-mira', current: true }] },
    },
    { what: 'HEAD', ...sessions, method: 'HEAD', status: 200, is: 'no body' },
    { what: 'without a token', ...sessions, headers: {}, ...unknown },
    { what: 'all, without a token', ...sessions, method: 'DELETE', headers: {}, ...unknown },
    { what: 'all', ...sessions, method: 'DELETE', status: 204, is: 'no body' },
    {
      what: 'another method',
      ...sessions,
      method: 'POST',
      status: 405,
      lines: { allow: 'DELETE, GET, HEAD, OPTIONS' },
    },
    { what: 'one', ...one('s-mira'), headers: mira, status: 204, is: 'no body' },
    { what: 'a slash after it', ...one('s-mira/'), headers: mira, status: 204, is: 'no body' },
    { what: 'encoded', ...one('s%2Dmira'), headers: mira, status: 204, is: 'no body' },
    { what: "somebody else's", ...one('s-ines'), headers: mira, ...nothing },
    { what: 'one that never was', ...one('x'), headers: mira, ...nothing },
    { what: 'a zero byte', ...one('s-mira%00'), headers: mira, ...nothing },
    { what: 'half an escape', ...one('%E0%A4%A'), headers: mira, status: 400 },
    { what: 'a body nobody asked for', ...one('x'), headers: mira, body: '[', status: 415 },
    { what: 'one, without a token', ...one('s-mira'), ...unknown },
    { what: 'no strings', ...put, body: {}, ...invalid, faults: ['#/current', '#/new'] },
    { what: 'numbers', ...put, body: { current: 1, new: 2 }, ...invalid },
    { what: 'null', ...put, body: 'null', ...invalid, faults: ['#'] },
    { what: 'half of it', ...put, body: '{"current', status: 400, is: 'malformed-json' },
    { what: 'a form', ...put, headers: { ...FORM, ...mira }, body: 'current=x', status: 415 },
    {
      what: 'somebody else’s id beside it',
      ...put,
      body: { current: PEOPLE.mira.password, new: NEW, id: 'p-ines' },
      ...invalid,
      faults: ['#/id'],
    },
    { what: 'without a token', ...put, headers: JSON_BODY, body: {}, ...unknown },
    {
      what: 'POST',
      ...put,
      method: 'POST',
      body: {},
      status: 405,
      lines: { allow: 'OPTIONS, PUT' },
    },
    ...['PUT', 'DELETE'].map((method) => ({
      what: `a preflight for ${method}`,
      from,
      method: 'OPTIONS',
      path: method === 'PUT' ? '/api/me/password' : '/api/me/sessions',
      headers: { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': method },
      status: 204,
      lines: { 'access-control-allow-methods': new RegExp(`\\b${method}\\b`) },
    })),
  ]);
});

/** An app, and what a client does with it. */
function client(world: World) {
  const app = createApp(world);
  const ask = async (method: string, path: string, headers = {}, body?: unknown) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await send(app, {
      method,
      path,
      headers: { ...JSON_BODY, ...headers },
      ...text,
    });
    const json = answer.body === '' ? {} : JSON.parse(answer.body);
    return { status: Number.parseInt(answer.status), text: answer.body, json };
  };
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const pair = (json: Tokens) => ({ access: json.access_token, refresh: json.refresh_token });
  return {
    ask,
    signIn: async (who: keyof typeof PEOPLE = 'mira', password: string = PEOPLE[who].password) =>
      pair((await ask('POST', '/api/tokens', { Authorization: basic(who, password) })).json),
    refresh: async (token: string) => {
      const answer = await ask('POST', '/api/tokens/refresh', {}, { refresh_token: token });
      return { status: answer.status, ...pair(answer.json) };
    },
    revoke: (token: string) => ask('POST', '/api/tokens/revoke', {}, { token }),
    me: async (token: string) => (await ask('GET', '/api/me', bearer(token))).status,
    list: async (token: string) =>
      (await ask('GET', '/api/me/sessions', bearer(token))).json.items as { id: string }[],
    end: async (token: string, id: string) =>
      (await ask('DELETE', `/api/me/sessions/${id}`, bearer(token))).status,
    endAll: async (token: string) =>
      (await ask('DELETE', '/api/me/sessions', bearer(token))).status,
    change: async (token: string, current: string, next: string) => {
      const answer = await ask('PUT', '/api/me/password', bearer(token), { current, new: next });
      const errors = (answer.json.errors ?? []) as { pointer: string }[];
      return { status: answer.status, pointers: errors.map(({ pointer }) => pointer) };
    },
  };
}

/** A session of the office, put in place without its form. */
const inOffice = ({ database }: World, id: string, personId: string) =>
  database.run('INSERT INTO officeSessions VALUES (?, ?, ?, ?)', id, personId, START, START);

const officeSessions = ({ database }: World) =>
  database.all<{ id: string }>('SELECT id FROM officeSessions').map(({ id }) => id);

describe('what a revoked token opens', () => {
  test('every token that ever belonged to a session ends it, and no other one', async () => {
    for (const age of [0, 1, 3]) {
      const { signIn, refresh, revoke, me } = client(makeWorld());
      const other = await signIn();
      const chain = [await signIn()];
      for (let turn = 0; turn < 3; turn += 1) chain.push(await refresh(chain.at(-1)!.refresh));
      const answer = await revoke(chain.at(-1 - age)!.refresh);
      expect([answer.status, answer.text]).toEqual([200, '{}']);
      for (const { access } of chain) expect(await me(access)).toBe(401);
      expect((await refresh(chain.at(-1)!.refresh)).status).toBe(400);
      expect([await me(other.access), (await refresh(other.refresh)).status]).toEqual([200, 200]);
    }
  });

  test('an access token is refused until it expires, then forgotten; its session continues', async () => {
    const world = makeWorld();
    const { signIn, refresh, revoke, me } = client(world);
    const { access, refresh: token } = await signIn();
    await revoke(access);
    const again = await refresh(token);
    expect([await me(access), await me(again.access)]).toEqual([401, 200]);
    const count = () => world.database.all('SELECT 1 FROM revokedTokens').length;
    world.setTime(START + 599_999);
    await revoke('x');
    expect([await me(access), count()]).toEqual([401, 2]);
    world.setTime(START + 600_000);
    await revoke('x');
    expect(count()).toBe(1);
  });

  test('any other string gets the same answer, and the same statements', async () => {
    const world = makeWorld();
    const { signIn, revoke, me } = client(world);
    const { access, refresh } = await signIn();
    const [head, payload] = access.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    const statements: string[] = [];
    const { run } = world.database;
    world.database.run = (sql, ...values) => {
      statements.push(sql);
      return run.call(world.database, sql, ...values);
    };
    const usual = [(await revoke(access)).text, ...statements];
    const good = await signIn();
    for (const token of [
      '',
      'x'.repeat(43),
      `${head}.${payload}.`,
      signToken(claims, undefined, strangerKeys.privateKey),
      signToken(sessionClaims({ iat: 0, exp: 600 })),
      refresh,
      refresh,
    ]) {
      statements.splice(0);
      expect([(await revoke(token)).text, ...statements]).toEqual(usual);
    }
    expect(await me(good.access)).toBe(200);
    expect(world.logged).toEqual([]);
  });
});

describe('one’s own sessions', () => {
  test('are listed newest first, with the current one marked, and only live ones', async () => {
    const world = makeWorld();
    const { signIn, refresh, list } = client(world);
    await signIn();
    world.setTime(START + 6 * DAY);
    const phone = await signIn();
    await signIn('tomas');
    world.setTime(START + 7 * DAY);
    const { access } = await refresh(phone.refresh);
    expect(await list(access)).toEqual([
      {
        id: expect.any(String),
        createdAt: new Date(START + 6 * DAY).toISOString(),
        lastUsedAt: new Date(START + 7 * DAY).toISOString(),
        expiresAt: new Date(START + 14 * DAY).toISOString(),
        current: true,
      },
    ]);
    const laptop = await signIn();
    const both = await list(laptop.access);
    expect(both.map((session) => (session as unknown as { current: boolean }).current)).toEqual([
      true,
      false,
    ]);
  });

  test('end one by one, or all at once with the office’s; nobody else’s do', async () => {
    const world = makeWorld();
    const { signIn, list, end, endAll, me } = client(world);
    const [phone, laptop] = [await signIn('ines'), await signIn('ines')];
    const tomas = await signIn('tomas');
    inOffice(world, 'hers', 'p-ines');
    inOffice(world, 'his', 'p-tomas');
    const [, { id } = { id: '' }] = await list(laptop.access);
    expect(await end(tomas.access, id)).toBe(404);
    expect(await end(laptop.access, id)).toBe(204);
    expect(await end(laptop.access, id)).toBe(404);
    expect([await me(phone.access), await me(laptop.access)]).toEqual([401, 200]);
    expect(officeSessions(world)).toEqual(['hers', 'his']);
    expect(await endAll(laptop.access)).toBe(204);
    expect([await me(laptop.access), await me(tomas.access)]).toEqual([401, 200]);
    expect(officeSessions(world)).toEqual(['his']);
    expect(await me((await signIn('ines')).access)).toBe(200);
  });

  test('are what a token must belong to', async () => {
    const world = makeWorld();
    const { signIn, list, me } = client(world);
    const { access } = await signIn();
    const [{ id: sid } = { id: '' }] = await list(access);
    const status = (changes: object) => me(signToken(sessionClaims({ sid, ...changes })));
    expect(await status({})).toBe(200);
    const bad = [{ sub: 'p-tomas' }, { sid: 'x' }, { jti: undefined }, { jti: 1 }, { sid: [sid] }];
    for (const changes of bad) expect(await status(changes), JSON.stringify(changes)).toBe(401);
  });
});

describe('a new password', () => {
  test('needs the old one, and 15 to 128 code points; both errors come at once', async () => {
    const { signIn, change, me } = client(makeWorld());
    const { access } = await signIn();
    const old = PEOPLE.mira.password;
    const refused = { status: 422, pointers: ['#/new'] };
    for (const next of ['x'.repeat(14), 'x'.repeat(129), '🥾'.repeat(14), old, '']) {
      expect(await change(access, old, next)).toEqual(refused);
    }
    expect(await change(access, 'wrong', NEW)).toEqual({ status: 422, pointers: ['#/current'] });
    const both = { status: 422, pointers: ['#/current', '#/new'] };
    expect(await change(access, 'wrong', 'short')).toEqual(both);
    expect(await change(access, NEW, NEW)).toEqual(both);
    expect(await me(access)).toBe(200);
    expect((await change(access, old, '🥾'.repeat(128))).status).toBe(204);
    const boots = await signIn('mira', '🥾'.repeat(128));
    expect((await change(boots.access, '🥾'.repeat(128), 'x'.repeat(15))).status).toBe(204);
  });

  test('ends every session, and one of two at once wins', async () => {
    const world = makeWorld();
    const { signIn, change, me, refresh } = client(world);
    const [phone, laptop] = [await signIn('ines'), await signIn('ines')];
    inOffice(world, 'hers', 'p-ines');
    const next = ['the first new password', 'the second new password'];
    const old = PEOPLE.ines.password;
    const both = await Promise.all(next.map((each) => change(phone.access, old, each)));
    const won = both.map(({ status }) => status === 204);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await me((await signIn('ines', next[won.indexOf(true)])).access)).toBe(200);
    expect((await signIn('ines', next[won.indexOf(false)])).access).toBeUndefined();
    expect([await me(phone.access), await me(laptop.access)]).toEqual([401, 401]);
    expect((await refresh(laptop.refresh)).status).toBe(400);
    expect(officeSessions(world)).toEqual([]);
  });

  /** Changes the password on another server, right after a sign-in has read the old hash. */
  function changeDuringSignIn(database: Database, personId: string): void {
    const { all } = database;
    const hash = database.get<{ passwordHash: string }>(
      "SELECT passwordHash FROM people WHERE id = 'p-tomas'",
    )!.passwordHash;
    let isDone = false;
    database.all = <Row>(sql: string, ...values: (string | number | null)[]) => {
      const rows = all.call(database, sql, ...values) as Row[];
      if (isDone || !/FROM people WHERE handle/.test(sql)) return rows;
      isDone = true;
      database.run('UPDATE people SET passwordHash = ? WHERE id = ?', hash, personId);
      notePasswordChange(database, personId);
      endSessionsOf(database, personId);
      return rows;
    };
  }

  test('outlives a sign-in to the API that has begun before', async () => {
    const world = makeWorld();
    const { ask, signIn, me } = client(world);
    const others = await signIn('tomas');
    changeDuringSignIn(world.database, 'p-mira');
    const old = { Authorization: basic('mira', PEOPLE.mira.password) };
    const { status, json } = await ask('POST', '/api/tokens', old);
    expect([status, json.type]).toEqual([
      401,
      'https://cairn.example/problems/invalid-credentials',
    ]);
    expect(world.database.all('SELECT 1 FROM apiSessions')).toHaveLength(1);
    expect(await me(others.access)).toBe(200);
    expect(await me((await signIn('mira', PEOPLE.tomas.password)).access)).toBe(200);
  });

  test('outlives a sign-in to the office that has begun before', async () => {
    const world = makeWorld();
    const app = createApp(world);
    const form = await send(app, { method: 'GET', path: '/office/login' });
    const cookieIn = ({ headers }: typeof form) =>
      headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1]?.split(';')[0] ?? '';
    const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const { handle, password } = PEOPLE.ines;
    changeDuringSignIn(world.database, 'p-ines');
    const answer = await send(app, {
      method: 'POST',
      path: '/office/login',
      headers: { ...FORM, Cookie: cookieIn(form) },
      body: String(new URLSearchParams({ handle, password, _csrf: csrf })),
    });
    expect(Number.parseInt(answer.status)).toBe(303);
    expect(officeSessions(world)).toEqual([]);
    const office = { method: 'GET', path: '/office', headers: { Cookie: cookieIn(answer) } };
    expect(Number.parseInt((await send(app, office)).status)).toBe(303);
  });

  test('ends nobody’s session that began after it, however slow an old request is', async () => {
    const world = makeWorld();
    const { signIn, change, me } = client(world);
    const { access } = await signIn();
    // A sign-in of somebody else's is in flight during all of this.
    const slow = signIn('tomas');
    expect((await change(access, PEOPLE.mira.password, NEW)).status).toBe(204);
    const again = await signIn('mira', NEW);
    expect(await me((await slow).access)).toBe(200);
    expect(await me(again.access)).toBe(200);
  });
});

test('all of it survives a restart, and holds for two servers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-signing-out-'));
  const file = join(folder, 'cairn.sqlite');
  const open = () => makeWorld({ database: openDatabase(file) });
  try {
    const before = open();
    const first = client(before);
    const [ended, revoked, kept] = [
      await first.signIn(),
      await first.signIn(),
      await first.signIn('tomas'),
    ];
    await first.revoke(ended.refresh);
    await first.revoke(revoked.access);
    await first.change(kept.access, PEOPLE.tomas.password, NEW);
    before.database.close();

    const [one, two] = [open(), open()];
    const [here, there] = [client(one), client(two)];
    expect([await here.me(ended.access), await there.me(revoked.access)]).toEqual([401, 401]);
    expect(await there.me(kept.access)).toBe(401);
    expect((await here.refresh(ended.refresh)).status).toBe(400);
    expect(await there.me((await here.signIn('tomas', NEW)).access)).toBe(200);
    const { access } = await here.refresh(revoked.refresh);
    expect(await there.me(access)).toBe(200);
    await there.endAll(access);
    expect(await here.me(access)).toBe(401);
    for (const { database } of [one, two]) database.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
