import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { makeWorld, NOW, PEOPLE, START } from '../../../scripts/grading/check/kit.ts';
import { findPersonById } from '#api/people.ts';
import { identities } from './identities.ts';
import { verifyIdToken } from './verify-id-token.ts';

const provider = await generateKeyPair('RS256');
const forger = await generateKeyPair('RS256');
const keys = createLocalJWKSet({
  keys: [{ ...(await exportJWK(provider.publicKey)), kid: 'key-1' }],
});

const ISSUER = 'https://accounts.example';
const POLICY = { issuer: ISSUER, clientId: 'cairn', keys, nonce: 'a-nonce', now: START };
const CLAIMS = {
  iss: ISSUER,
  aud: 'cairn',
  sub: 'user-17',
  nonce: 'a-nonce',
  email: 'mira@mail.example',
  iat: NOW - 5,
  exp: NOW + 300,
};

const idToken = (changes: Record<string, unknown> = {}, { privateKey } = provider) =>
  new SignJWT({ ...CLAIMS, ...changes })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .sign(privateKey);

describe('an ID token', () => {
  test('says who signed in', async () => {
    const identity = { issuer: ISSUER, subject: 'user-17' };
    expect(await verifyIdToken(await idToken(), POLICY)).toEqual(identity);
    expect(await verifyIdToken(await idToken({ aud: ['cairn'] }), POLICY)).toEqual(identity);
  });

  test.each([
    ['for another app', { aud: 'other-app' }],
    ['for another app, too', { aud: ['cairn', 'other-app'] }],
    ['without an audience', { aud: undefined }],
    ['from another provider', { iss: 'https://evil.example' }],
    ['from another sign-in', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['that has expired', { exp: NOW }],
    ['that never expires', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['with a number as subject', { sub: 17 }],
  ])('%s is refused', async (_what, changes) => {
    await expect(verifyIdToken(await idToken(changes), POLICY)).rejects.toThrow();
  });

  test('that a forger signed is refused', async () => {
    await expect(verifyIdToken(await idToken({}, forger), POLICY)).rejects.toThrow();
  });

  test.each([
    ['issuer', 'iss'],
    ['clientId', 'aud'],
    ['nonce', 'nonce'],
  ])('is refused when our policy lacks its %s', async (part, claim) => {
    const token = await idToken({ [claim]: undefined });
    const policy = { ...POLICY, [part]: undefined };
    await expect(verifyIdToken(token, policy)).rejects.toThrow('The policy is incomplete.');
  });
});

describe('an identity', () => {
  const { database } = makeWorld();
  const linked = identities(database);
  const mira = findPersonById(database, PEOPLE.mira.id)!;
  const tomas = findPersonById(database, PEOPLE.tomas.id)!;
  linked.link(mira, { issuer: ISSUER, subject: 'user-17' });

  test('belongs to the person who linked it', () => {
    expect(linked.find({ issuer: ISSUER, subject: 'user-17' })).toEqual(mira);
  });

  test('of another provider is another one, whatever its number', () => {
    expect(linked.find({ issuer: 'https://evil.example', subject: 'user-17' })).toBeUndefined();
    expect(linked.find({ issuer: ISSUER, subject: 'user-1' })).toBeUndefined();
  });

  test('belongs to one person only; a person may have several', () => {
    expect(() => linked.link(tomas, { issuer: ISSUER, subject: 'user-17' })).toThrow(
      'belongs to someone',
    );
    linked.link(mira, { issuer: 'https://other.example', subject: 'm' });
    expect(linked.find({ issuer: ISSUER, subject: 'user-17' })).toEqual(mira);
    expect(linked.find({ issuer: 'https://other.example', subject: 'm' })).toEqual(mira);
  });

  test('goes with its person', () => {
    database.run('DELETE FROM people WHERE id = ?', mira.id);
    expect(linked.find({ issuer: ISSUER, subject: 'user-17' })).toBeUndefined();
    expect(database.all('SELECT * FROM identities')).toEqual([]);
  });
});
