import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { Buffer } from '../buffer.ts';
import { hexOf } from './bytes.ts';
import {
  BIT_STRING,
  bodyOf,
  der,
  derInteger,
  derOid,
  type DerValue,
  NotDer,
  NULL,
  OCTET_STRING,
  OID,
  readDer,
  readInteger,
  readSequence,
  SEQUENCE,
} from './der.ts';

export interface RsaKey {
  type: 'rsa' | 'rsa-pss';
  n: bigint;
  e: bigint;
  /** Of a private key (RFC 8017 §3.2). */
  secret?: { d: bigint; p: bigint; q: bigint; dp: bigint; dq: bigint; qi: bigint };
  pss?: { hashAlgorithm: string; mgf1HashAlgorithm: string; saltLength: number };
}

export interface EcKey {
  type: 'ec';
  curve: Curve;
  /** Uncompressed. */
  point: Buffer;
  d?: Buffer;
}

export interface EdKey {
  type: 'ed25519';
  point: Buffer;
  d?: Buffer;
}

/** What a key of a pair is made of. */
export type KeyMaterial = RsaKey | EcKey | EdKey;

export interface Curve {
  oid: string;
  /** As OpenSSL calls it, and as a JWK does. */
  name: string;
  jwk: string;
  /** Bytes of a coordinate. */
  size: number;
  math: typeof p256;
}

const CURVES: Curve[] = [
  { oid: '2a8648ce3d030107', name: 'prime256v1', jwk: 'P-256', size: 32, math: p256 },
  { oid: '2b81040022', name: 'secp384r1', jwk: 'P-384', size: 48, math: p384 },
  { oid: '2b81040023', name: 'secp521r1', jwk: 'P-521', size: 66, math: p521 },
];
const RSA = '2a864886f70d010101';
const RSA_PSS = '2a864886f70d01010a';
const EC = '2a8648ce3d0201';
const ED25519 = '2b6570';
const HASH_OIDS: Record<string, string> = {
  '2b0e03021a': 'sha1',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

/** A curve by one of its names. */
export function curveNamed(name: unknown): Curve {
  const curve = CURVES.find((each) => [each.oid, each.name, each.jwk].includes(String(name)));
  if (!curve) throw new NotDer('That curve is not known.');
  return curve;
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1). */
export function readSpki(bytes: Uint8Array): KeyMaterial {
  const [algorithm, bits] = readSequence(readDer(bytes));
  const key = bodyOf(bits, BIT_STRING).subarray(1);
  const { oid, parameters } = readAlgorithm(algorithm);
  switch (oid) {
    case RSA:
      return readRsaPublic(key);
    case RSA_PSS:
      return { ...readRsaPublic(key), type: 'rsa-pss', ...pssOf(parameters) };
    case EC:
      return { type: 'ec', curve: curveOf(parameters), point: Buffer.from(key) };
    case ED25519:
      return { type: 'ed25519', point: Buffer.from(key) };
    default:
      throw new NotDer('That algorithm is not known.');
  }
}

/** PKCS#8 (RFC 5208 §5). */
export function readPkcs8(bytes: Uint8Array): KeyMaterial {
  const [, algorithm, octets] = readSequence(readDer(bytes));
  const key = bodyOf(octets, OCTET_STRING);
  const { oid, parameters } = readAlgorithm(algorithm);
  switch (oid) {
    case RSA:
      return readRsaPrivate(key);
    case RSA_PSS:
      return { ...readRsaPrivate(key), type: 'rsa-pss', ...pssOf(parameters) };
    case EC:
      return readEcPrivate(key, curveOf(parameters));
    case ED25519: {
      const d = Buffer.from(bodyOf(readDer(key), OCTET_STRING));
      return { type: 'ed25519', d, point: Buffer.from(ed25519.getPublicKey(d)) };
    }
    default:
      throw new NotDer('That algorithm is not known.');
  }
}

/** PKCS#1 (RFC 8017 §A.1.1). */
export function readRsaPublic(bytes: Uint8Array): RsaKey {
  const [n, e] = readSequence(readDer(bytes)).map(readInteger);
  if (n === undefined || e === undefined) throw new NotDer('A number is missing.');
  return { type: 'rsa', n, e };
}

/** PKCS#1 (RFC 8017 §A.1.2). */
export function readRsaPrivate(bytes: Uint8Array): RsaKey {
  const [, n, e, d, p, q, dp, dq, qi] = readSequence(readDer(bytes)).map(readInteger);
  if (n === undefined || e === undefined || d === undefined || p === undefined) {
    throw new NotDer('A number is missing.');
  }
  if (q === undefined || dp === undefined || dq === undefined || qi === undefined) {
    throw new NotDer('A number is missing.');
  }
  return { type: 'rsa', n, e, secret: { d, p, q, dp, dq, qi } };
}

/** RFC 5915 §3. */
export function readEcPrivate(bytes: Uint8Array, known?: Curve): EcKey {
  const [, octets, ...rest] = readSequence(readDer(bytes));
  const named = rest.find(({ tag }) => tag === 0xa0);
  const curve = named ? curveOf(readDer(named.body)) : known;
  if (!curve) throw new NotDer('The curve is missing.');
  const d = Buffer.from(bodyOf(octets, OCTET_STRING));
  return { type: 'ec', curve, d, point: Buffer.from(curve.math.getPublicKey(d, false)) };
}

/** A key without what makes it a private one. */
export function publicPart(key: KeyMaterial): KeyMaterial {
  if ('n' in key) {
    const { secret: _secret, ...rest } = key;
    return rest;
  }
  const { d: _d, ...rest } = key;
  return rest;
}

export function writeRsa(key: RsaKey): Buffer {
  const { n, e, secret } = key;
  if (!secret) return der(SEQUENCE, derInteger(n), derInteger(e));
  const { d, p, q, dp, dq, qi } = secret;
  return der(SEQUENCE, ...[0n, n, e, d, p, q, dp, dq, qi].map(derInteger));
}

export function writeSpki(key: KeyMaterial): Buffer {
  const bits = 'n' in key ? writeRsa(publicPart(key) as RsaKey) : key.point;
  return der(SEQUENCE, writeAlgorithm(key), der(BIT_STRING, Buffer.from([0]), bits));
}

export function writePkcs8(key: KeyMaterial): Buffer {
  const inside = 'n' in key ? writeRsa(key) : key.type === 'ec' ? writeEc(key) : writeEd(key);
  return der(SEQUENCE, derInteger(0n), writeAlgorithm(key), der(OCTET_STRING, inside));
}

function writeEc({ d, point }: EcKey): Buffer {
  const publicKey = der(0xa1, der(BIT_STRING, Buffer.from([0]), point));
  return der(SEQUENCE, derInteger(1n), der(OCTET_STRING, d ?? Buffer.alloc(0)), publicKey);
}

function writeEd({ d }: EdKey): Buffer {
  return der(OCTET_STRING, d ?? Buffer.alloc(0));
}

function writeAlgorithm(key: KeyMaterial): Buffer {
  if ('n' in key) return der(SEQUENCE, derOid(RSA), der(NULL));
  if (key.type === 'ec') return der(SEQUENCE, derOid(EC), derOid(key.curve.oid));
  return der(SEQUENCE, derOid(ED25519));
}

function readAlgorithm(value: DerValue | undefined) {
  const [oid, parameters] = readSequence(value);
  return { oid: hexOf(bodyOf(oid, OID)), parameters };
}

function curveOf(parameters: DerValue | undefined): Curve {
  return curveNamed(hexOf(bodyOf(parameters, OID)));
}

/** What a key is restricted to (RFC 4055 §3.1). */
function pssOf(parameters: DerValue | undefined): Pick<RsaKey, 'pss'> {
  if (!parameters) return {};
  const pss = { hashAlgorithm: 'sha1', mgf1HashAlgorithm: 'sha1', saltLength: 20 };
  const hashIn = (value: DerValue | undefined) => HASH_OIDS[readAlgorithm(value).oid] ?? 'sha1';
  for (const { tag, body } of readSequence(parameters)) {
    const value = readDer(body);
    if (tag === 0xa0) pss.hashAlgorithm = hashIn(value);
    if (tag === 0xa1) pss.mgf1HashAlgorithm = hashIn(readSequence(value)[1]);
    if (tag === 0xa2) pss.saltLength = Number(readInteger(value));
  }
  return { pss };
}
