import buffer from 'node:buffer';
import crypto from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import path from 'node:path';
import querystring from 'node:querystring';
import url from 'node:url';
import util from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { type BuiltPage, openBuilt } from './built-page.ts';
import { CALLS, type Modules, type Pems } from './calls.ts';

const NODE = {
  buffer,
  crypto,
  http,
  net,
  path,
  querystring,
  url,
  util,
  Buffer,
} as never as Modules;

const pems: Pems = {
  rsa: pemOf(crypto.generateKeyPairSync('rsa', { modulusLength: 2048 })),
  p256: pemOf(crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  p384: pemOf(crypto.generateKeyPairSync('ec', { namedCurve: 'P-384' })),
  p521: pemOf(crypto.generateKeyPairSync('ec', { namedCurve: 'P-521' })),
  ed25519: pemOf(crypto.generateKeyPairSync('ed25519')),
};

function pemOf({ privateKey, publicKey }: crypto.KeyPairKeyObjectResult) {
  return {
    privateKey: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    publicKey: String(publicKey.export({ format: 'pem', type: 'spki' })),
  };
}

let built: BuiltPage;
beforeAll(async () => {
  const entry = join(courseRoot, 'scripts/proof/tab/modules-page.ts');
  built = await openBuilt(courseRoot, entry, 'worker');
  await built.page.waitForFunction('globalThis.modules !== undefined');
});
afterAll(() => built?.close());

test.each(Object.keys(CALLS))('%s', async (name) => {
  const call = CALLS[name]!;
  const expression = `(${call.toString()})(modules, ${JSON.stringify(pems)})`;
  const inBrowser = await built.page.evaluate(
    `Promise.resolve(${expression}).then((value) => JSON.stringify(value))`,
  );
  expect(JSON.parse(String(inBrowser))).toEqual(
    JSON.parse(JSON.stringify(await call(NODE, pems))) as unknown,
  );
});

test('what one signs, the other verifies', async () => {
  for (const [name, { privateKey, publicKey }] of Object.entries(pems)) {
    const hash = name === 'ed25519' ? null : 'sha256';
    const data = Buffer.from('a message');
    const mine = crypto.sign(hash, data, privateKey).toString('base64');
    const expression = `(() => {
      const { crypto, Buffer } = modules;
      const data = Buffer.from('a message');
      const [hash, privateKey, publicKey] = ${JSON.stringify([hash, privateKey, publicKey])};
      return [
        crypto.verify(hash, data, publicKey, Buffer.from(${JSON.stringify(mine)}, 'base64')),
        crypto.sign(hash, data, privateKey).toString('base64'),
      ];
    })()`;
    const [isValid, theirs] = (await built.page.evaluate(expression)) as [boolean, string];
    expect(isValid, name).toBe(true);
    expect(crypto.verify(hash, data, publicKey, Buffer.from(theirs, 'base64')), name).toBe(true);
  }
});
