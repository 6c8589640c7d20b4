import express, { type Express } from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { makeWorld, PEOPLE, signToken, START } from '../../../scripts/grading/check/kit.ts';
import { bearerAuthenticator } from '../../../solutions/03-authenticator/bearer-authenticator.ts';
import { guard } from '../../../solutions/03-authenticator/guard.ts';
import { showMe } from '../../../solutions/03-authenticator/show-me.ts';
import { tokenPolicy } from '../../../solutions/03-authenticator/token-policy.ts';
import { readBearerToken } from '../../../solutions/04-header/read-bearer.ts';
import { respondToErrors } from '../../../solutions/05-errors/respond-to-errors.ts';
import { apiKeys } from './api-keys.ts';

const DAY = 86_400_000;

function makeApp() {
  const world = makeWorld();
  const { database, clock, log, keys: keyPair } = world;
  const keys = apiKeys(database, clock);
  const policy = tokenPolicy(keyPair);
  const bearer = bearerAuthenticator({ database, policy, clock, readToken: readBearerToken });
  const app = express()
    .use(guard([keys.authenticator, bearer]))
    .get('/me', showMe)
    .use(respondToErrors(log));
  return { ...world, keys, app };
}

async function whoIs(app: Express, credentials: string) {
  const { status, body } = await request(app).get('/me').set('Authorization', credentials);
  return status === 200 ? body.id : `${status} ${String(body.type).split('/').at(-1)}`;
}

test('a key is its owner, and a token still works beside it', async () => {
  const { app, keys } = makeApp();
  const key = keys.create(PEOPLE.ines.id, 'weather station', 90);
  expect(key).toMatch(/^cairn_[\w-]{43}$/);
  expect(await whoIs(app, `Bearer ${key}`)).toBe(PEOPLE.ines.id);
  expect(await whoIs(app, `Bearer ${signToken()}`)).toBe(PEOPLE.mira.id);
  expect(await whoIs(app, 'Basic abc')).toBe('401 authentication-required');
});

test('the database can’t give a key away', () => {
  const { database, keys } = makeApp();
  const key = keys.create(PEOPLE.mira.id, 'phone', 90);
  expect(JSON.stringify(database.all('SELECT * FROM apiKeys'))).not.toContain(key.slice(6));
});

test('no two keys are the same', () => {
  const { keys } = makeApp();
  const made = [1, 2, 3].map((number) => keys.create(PEOPLE.mira.id, `key ${number}`, 90));
  expect(new Set(made).size).toBe(3);
});

test('a key ends on its day', async () => {
  const { app, keys, setTime } = makeApp();
  const key = keys.create(PEOPLE.mira.id, 'phone', 90);
  setTime(START + 90 * DAY - 1);
  expect(await whoIs(app, `Bearer ${key}`)).toBe(PEOPLE.mira.id);
  setTime(START + 90 * DAY);
  expect(await whoIs(app, `Bearer ${key}`)).toBe('401 invalid-token');
});

test('a key that its owner revokes ends at once; nobody else can revoke it', async () => {
  const { app, keys } = makeApp();
  const key = keys.create(PEOPLE.mira.id, 'phone', 90);
  expect(keys.revoke(PEOPLE.tomas.id, 'phone')).toBe(false);
  expect(await whoIs(app, `Bearer ${key}`)).toBe(PEOPLE.mira.id);
  expect(keys.revoke(PEOPLE.mira.id, 'phone')).toBe(true);
  expect(await whoIs(app, `Bearer ${key}`)).toBe('401 invalid-token');
});

test('a key goes with its owner', async () => {
  const { app, database, keys } = makeApp();
  const key = keys.create(PEOPLE.mira.id, 'phone', 90);
  database.run('DELETE FROM people WHERE id = ?', PEOPLE.mira.id);
  expect(await whoIs(app, `Bearer ${key}`)).toBe('401 invalid-token');
});

test.each([
  ['a key that nobody made', `cairn_${'A'.repeat(43)}`],
  ['a key without its end', (key: string) => key.slice(0, -1)],
  ['a key in capitals', (key: string) => key.toUpperCase()],
  ['the key without its prefix', (key: string) => key.slice(6)],
])('refuses %s', async (_what, change) => {
  const { app, keys } = makeApp();
  const key = keys.create(PEOPLE.mira.id, 'phone', 90);
  const sent = typeof change === 'string' ? change : change(key);
  expect(await whoIs(app, `Bearer ${sent}`)).toBe('401 invalid-token');
});
