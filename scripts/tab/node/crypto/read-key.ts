import { Buffer } from '../buffer.ts';
import { bytesOf, numberOf } from './bytes.ts';
import { failure } from './error.ts';
import { KeyObject, pairOf, wrongType } from './key-object.ts';
import {
  curveNamed,
  type KeyMaterial,
  publicPart,
  readEcPrivate,
  readPkcs8,
  readRsaPrivate,
  readRsaPublic,
  readSpki,
} from './material.ts';

type Kind = 'public' | 'private';
/** A key that was read: what it is, and what it is made of. */
export type ReadKey = [kind: Kind | 'secret', material: KeyMaterial];

interface KeyInput {
  key: unknown;
  format?: 'pem' | 'der' | 'jwk';
  type?: 'pkcs1' | 'pkcs8' | 'spki' | 'sec1';
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)-----END \1-----/;
const LABELS: Record<string, [Kind, (bytes: Uint8Array) => KeyMaterial]> = {
  'PUBLIC KEY': ['public', readSpki],
  'RSA PUBLIC KEY': ['public', readRsaPublic],
  'PRIVATE KEY': ['private', readPkcs8],
  'RSA PRIVATE KEY': ['private', readRsaPrivate],
  'EC PRIVATE KEY': ['private', readEcPrivate],
};

export function createPrivateKey(input: unknown): KeyObject {
  if (input instanceof KeyObject || (isKeyInput(input) && input.key instanceof KeyObject)) {
    throw failure(
      'The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView.',
      'ERR_INVALID_ARG_TYPE',
      TypeError,
    );
  }
  return new KeyObject('private', readKey(input, 'private')[1]);
}

/** A private key also does: its public part is taken. */
export function createPublicKey(input: unknown): KeyObject {
  if (input instanceof KeyObject && input.type !== 'private')
    throw wrongType(input.type, 'private');
  return new KeyObject('public', publicPart(readKey(input, 'public')[1]));
}

/**
 * Reads whatever Node takes for a key: a KeyObject, PEM, DER, a JWK.
 *
 * @param wanted a private key must be one; where a public one will do, both do
 */
export function readKey(input: unknown, wanted: Kind): ReadKey {
  if (input instanceof KeyObject) return [input.type, pairOf(input)];
  if (typeof input === 'string' || ArrayBuffer.isView(input)) return readPem(input, wanted);
  if (!isKeyInput(input)) throw noKey(input);
  const { key, format, type } = input;
  if (key instanceof KeyObject) return [key.type, pairOf(key)];
  if (format === 'jwk') return readJwk(key as JsonWebKey, wanted);
  return format === 'der' ? readDerKey(bytesOf(key), type, wanted) : readPem(key, wanted);
}

function isKeyInput(input: unknown): input is KeyInput {
  return typeof input === 'object' && input !== null && (input as KeyInput).key !== undefined;
}

function readPem(input: unknown, wanted: Kind): ReadKey {
  const text = typeof input === 'string' ? input : Buffer.from(bytesOf(input)).toString('latin1');
  const [, label = '', body = ''] = PEM.exec(text) ?? [];
  const [kind, read] = LABELS[label] ?? [];
  if (!kind || !read || (wanted === 'private' && kind === 'public')) throw undecodable();
  return decoded(() => [kind, read(Buffer.from(body, 'base64'))]);
}

function readDerKey(bytes: Uint8Array, type: KeyInput['type'], wanted: Kind): ReadKey {
  return decoded(() => {
    if (type === 'spki') return ['public', readSpki(bytes)];
    if (type === 'pkcs8') return ['private', readPkcs8(bytes)];
    if (type === 'sec1') return ['private', readEcPrivate(bytes)];
    return wanted === 'private'
      ? ['private', readRsaPrivate(bytes)]
      : ['public', readRsaPublic(bytes)];
  });
}

function readJwk(jwk: JsonWebKey, wanted: Kind): ReadKey {
  const kind = jwk.d !== undefined && wanted === 'private' ? 'private' : wanted;
  if (wanted === 'private' && jwk.d === undefined) throw invalidJwk();
  switch (jwk.kty) {
    case 'RSA': {
      const { n, e, d, p, q, dp, dq, qi } = jwk;
      const key = { type: 'rsa' as const, n: fromBase64url(n), e: fromBase64url(e) };
      if (d === undefined) return [kind, key];
      const [dn, pn, qn] = [fromBase64url(d), fromBase64url(p), fromBase64url(q)];
      const [dpn, dqn, qin] = [fromBase64url(dp), fromBase64url(dq), fromBase64url(qi)];
      return [kind, { ...key, secret: { d: dn, p: pn, q: qn, dp: dpn, dq: dqn, qi: qin } }];
    }
    case 'EC': {
      const point = [Buffer.from([4]), bytes(jwk.x), bytes(jwk.y)];
      const key = { type: 'ec' as const, curve: curveNamed(jwk.crv), point: Buffer.concat(point) };
      return [kind, jwk.d === undefined ? key : { ...key, d: bytes(jwk.d) }];
    }
    case 'OKP': {
      if (jwk.crv !== 'Ed25519') throw invalidJwk();
      const key = { type: 'ed25519' as const, point: bytes(jwk.x) };
      return [kind, jwk.d === undefined ? key : { ...key, d: bytes(jwk.d) }];
    }
    default:
      throw invalidJwk();
  }
}

function bytes(text: string | undefined): Buffer {
  if (typeof text !== 'string') throw invalidJwk();
  return Buffer.from(text, 'base64url');
}

function fromBase64url(text: string | undefined): bigint {
  return numberOf(bytes(text));
}

function decoded(read: () => ReadKey): ReadKey {
  try {
    return read();
  } catch {
    throw undecodable();
  }
}

function invalidJwk(): Error {
  return failure('Invalid JWK data', 'ERR_CRYPTO_INVALID_JWK');
}

function undecodable(): Error {
  return failure('error:1E08010C:DECODER routines::unsupported', 'ERR_OSSL_UNSUPPORTED');
}

function noKey(input: unknown): Error {
  const received = input === undefined || input === null ? String(input) : `type ${typeof input}`;
  return failure(
    `The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received ${received}`,
    'ERR_INVALID_ARG_TYPE',
    TypeError,
  );
}
