import { generateKeyPairSync } from 'node:crypto';
import express from 'express';
import { exportJWK } from 'jose';
import request from 'supertest';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findPersonById } from '#api/people.ts';
import { makeWorld, NOW, PEOPLE, signToken } from '../../../scripts/grading/check/kit.ts';
import { guard } from '../../../solutions/03-authenticator/guard.ts';
import { showMe } from '../../../solutions/03-authenticator/show-me.ts';
import { respondToErrors } from '../../../solutions/05-errors/respond-to-errors.ts';
import { identities } from './identities.ts';
import { discoverProvider } from './identity-provider.ts';
import { providerAuthenticator } from './provider-authenticator.ts';

const ISSUER = 'https://cairn.eu.auth0.example/';
const AUDIENCE = 'https://cairn.example/api';
const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [first, second] = [makeKeys(), makeKeys()];

const CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: 'auth0|17', iat: NOW - 5, exp: NOW + 300 };
type Changes = { header?: object; claims?: object; key?: typeof first };

const accessToken = ({ header, claims, key = first }: Changes = {}) =>
  signToken(
    { ...CLAIMS, ...claims },
    { alg: 'RS256', typ: 'at+jwt', kid: 'key-1', ...header },
    key.privateKey,
  );

/** A provider on a network that the test controls. */
async function makeProvider(metadata: object = {}) {
  const provider = {
    metadata: { issuer: ISSUER, jwks_uri: `${ISSUER}jwks.json`, ...metadata } as unknown,
    keys: [{ ...(await exportJWK(first.publicKey)), kid: 'key-1' }],
    isUp: true,
    asked: [] as string[],
  };
  const fetch = async (url: string | URL | Request) => {
    provider.asked.push(String(url));
    if (!provider.isUp) return new Response('Sorry.', { status: 503 });
    const isKeys = String(url).endsWith('jwks.json');
    return Response.json(isKeys ? { keys: provider.keys } : provider.metadata);
  };
  return { provider, fetch: fetch as typeof globalThis.fetch };
}

async function makeApp() {
  const { provider, fetch } = await makeProvider();
  const world = makeWorld();
  const { database, clock, log } = world;
  const authenticator = providerAuthenticator(
    await discoverProvider(ISSUER, AUDIENCE, fetch),
    database,
    clock,
  );
  const mira = findPersonById(database, PEOPLE.mira.id)!;
  identities(database).link(mira, { issuer: ISSUER, subject: CLAIMS.sub });
  const app = express()
    .use(guard([authenticator]))
    .get('/me', showMe)
    .use(respondToErrors(log));
  const whoIs = async (token?: string) => {
    const asked = request(app).get('/me');
    if (token !== undefined) asked.set('Authorization', `Bearer ${token}`);
    const { status, body } = await asked;
    return status === 200 ? body.id : `${status} ${String(body.type).split('/').at(-1)}`;
  };
  return { ...world, provider, whoIs };
}

afterEach(() => {
  vi.useRealTimers();
});

test('a person of ours is recognized, and the keys are fetched once', async () => {
  const { whoIs, provider } = await makeApp();
  expect(await whoIs(accessToken())).toBe(PEOPLE.mira.id);
  expect(await whoIs(accessToken({ claims: { aud: ['x', AUDIENCE] } }))).toBe(PEOPLE.mira.id);
  expect(await whoIs()).toBe('401 authentication-required');
  expect(provider.asked).toEqual([
    `${ISSUER}.well-known/openid-configuration`,
    `${ISSUER}jwks.json`,
  ]);
});

test.each<[what: string, changes: Changes]>([
  ['an ID token', { header: { typ: 'JWT' } }],
  ['a token without a type', { header: { typ: undefined } }],
  ['a token for another API', { claims: { aud: 'https://maps.example' } }],
  ['a token of another issuer', { claims: { iss: 'https://evil.example/' } }],
  ['a token of the issuer without its slash', { claims: { iss: ISSUER.slice(0, -1) } }],
  ['a token that someone else signed', { key: second }],
  ['a token with an unknown key', { header: { kid: 'key-2' } }],
  ['a token without exp', { claims: { exp: undefined } }],
  ['a token without a subject', { claims: { sub: undefined } }],
  ['a token with a number as subject', { claims: { sub: 17 } }],
  ['a token with an extension that we don’t know', { header: { crit: ['x'], x: 1 } }],
  ['a token with an empty crit', { header: { crit: [] } }],
  ['a person of theirs who is none of ours', { claims: { sub: 'auth0|18' } }],
])('refuses %s', async (_what, changes) => {
  const { whoIs, logged } = await makeApp();
  expect(await whoIs(accessToken(changes))).toBe('401 invalid-token');
  expect(logged).toEqual([]);
});

test.each(['abc', 'a.b.c', signToken(), `${signToken()}==`])('refuses %s', async (token) => {
  const { whoIs } = await makeApp();
  expect(await whoIs(token)).toBe('401 invalid-token');
});

test('a token that has expired is told apart', async () => {
  const { whoIs } = await makeApp();
  expect(await whoIs(accessToken({ claims: { exp: NOW } }))).toBe('401 expired-token');
});

test('a new key is found by its name, once the cooldown is over', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const { whoIs, provider } = await makeApp();
  expect(await whoIs(accessToken())).toBe(PEOPLE.mira.id);
  provider.keys = [{ ...(await exportJWK(second.publicKey)), kid: 'key-2' }];
  const token = accessToken({ header: { kid: 'key-2' }, key: second });
  expect(await whoIs(token)).toBe('401 invalid-token');
  vi.setSystemTime(Date.now() + 30_000);
  expect(await whoIs(token)).toBe(PEOPLE.mira.id);
  expect(provider.asked).toHaveLength(3);
});

test('when the keys can’t be fetched, the token isn’t blamed', async () => {
  const { whoIs, provider, logged } = await makeApp();
  provider.isUp = false;
  expect(await whoIs(accessToken())).toBe('500 about:blank');
  expect(logged).toHaveLength(1);
  provider.isUp = true;
  expect(await whoIs(accessToken())).toBe(PEOPLE.mira.id);
});

describe('discovery', () => {
  test.each<[what: string, metadata: object, message: string]>([
    ['another issuer', { issuer: 'https://evil.example/' }, 'calls itself https://evil.example/'],
    ['its issuer without the slash', { issuer: ISSUER.slice(0, -1) }, 'calls itself'],
    ['no issuer', { issuer: undefined }, 'calls itself undefined'],
    ['keys over plain HTTP', { jwks_uri: 'http://keys.example/' }, 'over TLS'],
    ['no keys', { jwks_uri: undefined }, 'URL'],
  ])('refuses a provider with %s', async (_what, metadata, message) => {
    const { fetch } = await makeProvider(metadata);
    await expect(discoverProvider(ISSUER, AUDIENCE, fetch)).rejects.toThrow(message);
  });

  test('asks a realm of Keycloak’s where Keycloak answers', async () => {
    const issuer = 'https://id.example/realms/cairn';
    const { provider, fetch } = await makeProvider({ issuer });
    await discoverProvider(issuer, AUDIENCE, fetch);
    expect(provider.asked).toEqual([`${issuer}/.well-known/openid-configuration`]);
  });

  test('fails when the provider is down, or a setting is missing', async () => {
    const { provider, fetch } = await makeProvider();
    provider.isUp = false;
    await expect(discoverProvider(ISSUER, AUDIENCE, fetch)).rejects.toThrow('answered 503');
    await expect(discoverProvider('', AUDIENCE, fetch)).rejects.toThrow('not set');
    const missing = undefined as unknown as string;
    await expect(discoverProvider(ISSUER, missing, fetch)).rejects.toThrow('not set');
  });
});
