import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#api/database.ts';
import { createApp as createOpenApp } from '../../../solutions/02-signing/app.ts';
import { signAccessToken } from '../../../solutions/02-signing/sign-token.ts';
import { createApp } from '../../../solutions/05-errors/app.ts';

const keys = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }), kid: 'test' };
const otherKeys = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }), kid: 'test' };
const NOW = Date.UTC(2026, 5, 15, 8);
const clock = () => NOW;

// A fresh database for each app, and a clock that stands still: no test depends on another.
const makeOptions = () => ({ database: openDatabase(), clock, keys, log: () => {} });
const makeApp = () => createApp(makeOptions());

const mira = { id: 'p-mira', handle: 'mira', name: 'Mira', role: 'hiker' } as const;
const tomas = { id: 'p-tomas', handle: 'tomas', name: 'Tomáš', role: 'hiker' } as const;

const good = signAccessToken(mira, keys, clock);
const badTokens = {
  'no token': undefined,
  'an expired token': signAccessToken(mira, keys, () => NOW - 3_600_000),
  'a token signed with another key': signAccessToken(mira, otherKeys, clock),
  'a token for another API': signWith({ aud: 'https://maps.example' }),
  'a token for no one': signWith({ sub: 'p-nobody' }),
};

/** Every route that needs a person, and one that doesn't exist yet. */
const PROTECTED = [
  'GET /api/me',
  'POST /api/reports',
  'PATCH /api/reports/r-24',
  'DELETE /api/reports/r-24',
  'PUT /api/not-built-yet',
];

describe.each(PROTECTED)('%s', (route) => {
  test.each(Object.entries(badTokens))('refuses %s', async (_what, token) => {
    const { status, headers } = await send(makeApp(), route, token);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toMatch(/^Bearer /);
  });

  test('lets a good token through', async () => {
    const { status } = await send(makeApp(), route, good);
    expect(status).not.toBe(401);
  });

  test('would be found if the guard were missing', async () => {
    const { status } = await send(createOpenApp(makeOptions()), route);
    expect(status).not.toBe(401);
  });
});

test("no one changes another person's report", async () => {
  const app = makeApp();
  const created = await send(app, 'POST /api/reports', good, {
    trail: 'larch-loop',
    condition: 'open',
    title: 'Dry',
  });
  const path = created.headers['location'];
  const before = await send(app, `GET ${path}`);
  for (const method of ['PATCH', 'DELETE']) {
    const { status } = await send(app, `${method} ${path}`, signAccessToken(tomas, keys, clock));
    expect(status).toBe(403);
  }
  expect((await send(app, `GET ${path}`)).body).toEqual(before.body);
});

function send(app: ReturnType<typeof createApp>, route: string, token?: string, body?: object) {
  const [method = '', path = ''] = route.split(' ');
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const sent = request(app)[verb](path);
  if (token) sent.set('Authorization', `Bearer ${token}`);
  return sent.send(body);
}

/** A good token but for these claims, signed with the right key. */
function signWith(changes: object): string {
  const claims = jwt.decode(signAccessToken(mira, keys, clock), { json: true });
  const header = { alg: 'RS256', typ: 'at+jwt' };
  return jwt.sign({ ...claims, ...changes }, keys.privateKey, { algorithm: 'RS256', header });
}
