import { createHmac } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  EC_PEM,
  encodePart,
  goodClaims,
  goodHeader,
  PSS_PEM,
  SHORT_PEM,
  signToken,
} from '../../../../../scripts/grading/check/kit.ts';
import { appKeys, APP_PEM, strangerKeys } from '../../../../../scripts/grading/check/kit.ts';
import { checkSignature } from './check-signature.ts';
import {
  jwkOf,
  makeKeyPair,
  makeSecret,
  readPublicKey,
  sealWithSecret,
  signWithRsa,
} from './keys.ts';

const good = signToken();

describe('checkSignature', () => {
  test('holds what the key signed, and nothing else', async () => {
    const key = (await readPublicKey(APP_PEM.publicKey)).key!;
    expect((await checkSignature(good, key)).holds).toBe(true);
    const theirs = signToken(goodClaims(), goodHeader(), strangerKeys.privateKey);
    expect((await checkSignature(theirs, key)).holds).toBe(false);
  });

  test.each(['', 'a.b', 'a.b.c', '..', `${good}=`, `${good}.x`])(
    'gives an answer for %j, and no exception',
    async (token) => {
      const key = { kind: 'secret', text: 'secret' } as const;
      expect((await checkSignature(token, key)).holds).toBe(false);
    },
  );

  test('holds a seal that was made with the secret', async () => {
    const input = `${encodePart({ alg: 'HS256' })}.${encodePart({ sub: 'p-mira' })}`;
    const seal = createHmac('sha256', 'potůček').update(input).digest('base64url');
    const check = (text: string) => checkSignature(`${input}.${seal}`, { kind: 'secret', text });
    expect(await check('potůček')).toMatchObject({ holds: true });
    expect((await check('potucek')).holds).toBe(false);
    expect(await check('')).toEqual({ holds: false, why: 'The secret is empty.' });
  });

  test('does not check RS256 with a secret', async () => {
    expect((await checkSignature(good, { kind: 'secret', text: 'x' })).why).toContain('public key');
  });
});

describe('the keys of the page', () => {
  test('sign what another library verifies', async () => {
    const { privateKey, publicKey, kid } = await makeKeyPair();
    const input = `${encodePart({ alg: 'RS256', kid })}.${encodePart({ sub: 'p-mira' })}`;
    const token = `${input}.${await signWithRsa(input, privateKey)}`;
    await expect(compactVerify(token, publicKey.key)).resolves.toMatchObject({
      protectedHeader: { kid },
    });
    expect(privateKey.extractable).toBe(false);
    expect((await readPublicKey(publicKey.text)).fault).toBeUndefined();
    expect((await readPublicKey(await jwkOf(publicKey))).fault).toBeUndefined();
  });

  test('seal what another library verifies', async () => {
    const secret = makeSecret();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const input = `${encodePart({ alg: 'HS256' })}.${encodePart({ sub: 'p-mira' })}`;
    const token = `${input}.${await sealWithSecret(input, secret)}`;
    await expect(compactVerify(token, new TextEncoder().encode(secret))).resolves.toBeDefined();
  });
});

describe('readPublicKey', () => {
  const jwk = appKeys.publicKey.export({ format: 'jwk' });

  test.each([
    ['SPKI in PEM', APP_PEM.publicKey],
    ['the same with CRLF and space around', ` ${APP_PEM.publicKey.replaceAll('\n', '\r\n')} `],
    ['a JWK', JSON.stringify(jwk)],
    [
      'a JWK that is said to be for something else',
      JSON.stringify({ ...jwk, use: 'enc', alg: 'RS512', key_ops: [] }),
    ],
  ])('reads %s', async (_what, text) => {
    const { key } = await readPublicKey(text);
    expect((await checkSignature(good, key!)).holds).toBe(true);
  });

  test.each([
    ['nothing', ' ', 'Paste a public key'],
    ['rubbish', 'granite-switchback-7', 'BEGIN PUBLIC KEY'],
    ['a private key', APP_PEM.privateKey, 'private key'],
    ['a private JWK', JSON.stringify(appKeys.privateKey.export({ format: 'jwk' })), 'private key'],
    ['PKCS#1', appKeys.publicKey.export({ format: 'pem', type: 'pkcs1' }), 'PKCS#1'],
    ['a certificate', '-----BEGIN CERTIFICATE-----', 'certificate'],
    ['a key on a curve', EC_PEM.publicKey, 'not a public RSA key'],
    ['a key bound to RSA-PSS', PSS_PEM.publicKey, 'not a public RSA key'],
    ['a short key', SHORT_PEM.publicKey, '1024 bits'],
    [
      'broken PEM',
      '-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----',
      'not a public RSA key',
    ],
    ['half of a PEM', APP_PEM.publicKey.slice(0, 200), 'not a public RSA key'],
    ['half of a JWK', '{"kty":"RSA"', 'not a public RSA key'],
    ['a JWK without its numbers', '{"kty":"RSA"}', 'not a public RSA key'],
    ['a JWK on a curve', '{"kty":"EC","crv":"P-256"}', 'not a public RSA key'],
  ])('says what is wrong with %s', async (_what, text, fault) => {
    expect((await readPublicKey(String(text))).fault).toContain(fault);
  });
});
