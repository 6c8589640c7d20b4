import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import { keyFolder } from '../../serve/key-files.ts';

/** Tokens of every sort: what a server gets in the course of a day. */
export interface Tokens {
  /** As the API itself issues it, for Mira. */
  valid: string;
  /** Ours, and over: hours ago, and a second ago. */
  expired: string[];
  /** Not ours, each in another way. */
  forged: string[];
}

const CREDENTIALS = Buffer.from('mira:granite-switchback-7').toString('base64');

/** @param root of the course that the API at `url` serves from: its keys are there */
export async function makeTokens(url: string, root: string): Promise<Tokens> {
  const response = await fetch(`${url}/api/tokens`, {
    method: 'POST',
    headers: { authorization: `Basic ${CREDENTIALS}` },
  });
  const { access_token: valid } = (await response.json()) as { access_token: string };

  const read = (name: string) => readFileSync(join(keyFolder(root), name), 'utf8');
  const ours = read('private.pem');
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const now = Math.floor(Date.now() / 1000);
  const sign = (key: jwt.Secret | jwt.PrivateKey, iat: number, more: object = {}) =>
    jwt.sign({ ...claims(iat), ...more }, key, { algorithm: 'RS256', header: HEADER });
  const [header = '', payload = '', signature = ''] = valid.split('.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const asInes = encode({ ...(jwt.decode(valid) as object), sub: 'p-ines' });
  const hmac = jwt.sign(claims(now), read('public.pem'), { algorithm: 'HS256', header: HS256 });
  return {
    valid,
    expired: [sign(ours, now - 7_200), sign(ours, now - 3_601)],
    forged: [
      `${header}.${asInes}.${signature}`,
      `${header}.${payload}.${Buffer.alloc(256, 7).toString('base64url')}`,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      sign(other, now),
      hmac,
      sign(ours, now, { aud: 'https://elsewhere.example' }),
      sign(ours, now, { sub: 'p-nobody' }),
      'not.a.token',
    ],
  };
}

const HEADER = { alg: 'RS256', typ: 'at+jwt' };
const HS256 = { alg: 'HS256', typ: 'at+jwt' };

function claims(iat: number): object {
  return {
    iss: 'https://cairn.example',
    aud: 'https://cairn.example/api',
    sub: 'p-mira',
    client_id: 'cairn',
    iat,
    exp: iat + 3_600,
    jti: randomUUID(),
  };
}
