import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { keyFolder, loadKeyFiles, loadSessionSecret } from './key-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cairn-keys-'));
  mkdirSync(keyFolder(root), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const pems: Record<string, { private: string; public: string }> = {};
beforeAll(() => {
  const pemOf = (pair: ReturnType<typeof generateKeyPairSync>) => ({
    private: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    public: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  });
  pems['sound'] = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }));
  pems['other'] = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }));
  pems['short'] = pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }));
  pems['ec'] = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }) as never);
});

test('a pair is made on first use, and stays', () => {
  const first = loadKeyFiles(root);
  expect(createPublicKey(createPrivateKey(first.privateKey)).asymmetricKeyDetails).toMatchObject({
    modulusLength: 2048,
  });
  expect(first.publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  expect(loadKeyFiles(root)).toEqual(first);
  if (process.platform !== 'win32') {
    expect(statSync(join(keyFolder(root), 'private.pem')).mode & 0o777).toBe(0o600);
  }
});

test('of a pair half made, by another command that starts now, the other half is derived', () => {
  writeFileSync(join(keyFolder(root), 'private.pem'), pems['sound']!.private);
  expect(loadKeyFiles(root).publicKey).toBe(pems['sound']!.public);
});

test.each([
  ['an empty file', '', 'sound', /private key is missing/],
  ['an EC pair', 'ec', 'ec', /private key is ec; RS256 wants rsa/],
  ['a short pair', 'short', 'short', /private key has 1024 bits/],
  ['two halves that do not belong together', 'sound', 'other', /public key does not belong/],
])('%s is refused, and not overwritten', (_name, privateName, publicName, message) => {
  const privateText = pems[privateName]?.private ?? '';
  writeFileSync(join(keyFolder(root), 'private.pem'), privateText);
  writeFileSync(join(keyFolder(root), 'public.pem'), pems[publicName]!.public);
  expect(() => loadKeyFiles(root)).toThrow(message);
  expect(() => loadKeyFiles(root)).toThrow('move that folder away');
  expect(readFileSync(join(keyFolder(root), 'private.pem'), 'utf8')).toBe(privateText);
});

test('a public key alone is not half of a new pair', () => {
  writeFileSync(join(keyFolder(root), 'public.pem'), pems['sound']!.public);
  expect(() => loadKeyFiles(root)).toThrow(/private key is missing/);
});

test('the session secret is made once, at random', () => {
  const secret = loadSessionSecret(root);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(loadSessionSecret(root)).toBe(secret);
});
