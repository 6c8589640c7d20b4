import { Buffer } from '../buffer.ts';
import { bytesOfNumber, hexOf, numberOf } from './bytes.ts';
import { failure } from './error.ts';
import { type HashName, hashNamed } from './hash.ts';
import { bitsOf } from './key-object.ts';
import type { RsaKey } from './material.ts';
import { randomBytes } from './random.ts';

/** RSA's paddings and salt lengths, by Node's numbers. */
export const constants = {
  RSA_PKCS1_PADDING: 1,
  RSA_NO_PADDING: 3,
  RSA_PKCS1_OAEP_PADDING: 4,
  RSA_PKCS1_PSS_PADDING: 6,
  RSA_PSS_SALTLEN_DIGEST: -1,
  RSA_PSS_SALTLEN_MAX_SIGN: -2,
  RSA_PSS_SALTLEN_AUTO: -2,
};

export interface RsaOptions {
  padding?: number | undefined;
  saltLength?: number | undefined;
}

/** What stands before a digest to say which one it is (RFC 8017 §9.2). */
const DIGEST_INFO: Record<HashName, string> = {
  sha1: '3021300906052b0e03021a05000414',
  sha224: '302d300d06096086480165030402040500041c',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

/** RSASSA-PKCS1-v1_5 or RSASSA-PSS (RFC 8017 §8). */
export function signRsa(
  hash: HashName,
  data: Uint8Array,
  key: RsaKey,
  { padding = defaultPadding(key), saltLength }: RsaOptions,
): Buffer {
  const digest = Buffer.from(hashNamed(hash)(data));
  const size = sizeOf(key);
  const message =
    padding === constants.RSA_PKCS1_PSS_PADDING
      ? encodePss(hash, digest, bitsOf(key), saltLength)
      : encodePkcs1(hash, digest, size);
  return signMessage(key, message, size);
}

export function verifyRsa(
  hash: HashName,
  data: Uint8Array,
  key: RsaKey,
  signature: Uint8Array,
  { padding = defaultPadding(key), saltLength }: RsaOptions,
): boolean {
  const size = sizeOf(key);
  const number = numberOf(signature);
  if (signature.length !== size || number >= key.n) return false;
  const message = bytesOfNumber(power(number, key.e, key.n), size);
  const digest = Buffer.from(hashNamed(hash)(data));
  if (padding === constants.RSA_PKCS1_PSS_PADDING) {
    return isPss(hash, digest, message, bitsOf(key), saltLength);
  }
  try {
    return encodePkcs1(hash, digest, size).equals(message);
  } catch {
    return false;
  }
}

function defaultPadding({ type }: RsaKey): number {
  return type === 'rsa-pss' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
}

function sizeOf(key: RsaKey): number {
  return Math.ceil(bitsOf(key) / 8);
}

/** The same message has the same signature: what checks sign again and again is computed once. */
const signed = new WeakMap<RsaKey, Map<string, Buffer>>();

function signMessage(key: RsaKey, message: Buffer, size: number): Buffer {
  const known = signed.get(key) ?? new Map<string, Buffer>();
  signed.set(key, known);
  const name = hexOf(message);
  const signature = known.get(name) ?? bytesOfNumber(privatePower(key, numberOf(message)), size);
  known.set(name, signature);
  return Buffer.from(signature);
}

/** With the Chinese remainder theorem (RFC 8017 §5.1.2): two short powers are quicker than a long one. */
function privatePower({ secret }: RsaKey, message: bigint): bigint {
  if (!secret) throw new TypeError('This key cannot sign.');
  const { p, q, dp, dq, qi } = secret;
  const [one, two] = [power(message, dp, p), power(message, dq, q)];
  const difference = (qi * (one - two)) % p;
  return two + (difference < 0n ? difference + p : difference) * q;
}

/** Four bits of the exponent at a time. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const powers = [1n, base % modulus];
  for (let at = 2; at < 16; at += 1) {
    powers.push(((powers[at - 1] ?? 1n) * (powers[1] ?? 1n)) % modulus);
  }
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let square = 0; square < 4; square += 1) result = (result * result) % modulus;
    const factor = powers[Number.parseInt(digit, 16)] ?? 1n;
    if (factor !== 1n) result = (result * factor) % modulus;
  }
  return result;
}

function encodePkcs1(hash: HashName, digest: Buffer, size: number): Buffer {
  const info = Buffer.concat([Buffer.from(DIGEST_INFO[hash], 'hex'), digest]);
  const fill = size - info.length - 3;
  if (fill < 8) {
    throw failure(
      'error:0200007A:rsa routines::digest too big for rsa key',
      'ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY',
    );
  }
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(fill, 255), Buffer.from([0]), info]);
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1). */
function encodePss(
  hash: HashName,
  digest: Buffer,
  bits: number,
  saltLength: number = constants.RSA_PSS_SALTLEN_MAX_SIGN,
): Buffer {
  const size = Math.ceil((bits - 1) / 8);
  const most = size - digest.length - 2;
  const length =
    saltLength === constants.RSA_PSS_SALTLEN_DIGEST
      ? digest.length
      : saltLength === constants.RSA_PSS_SALTLEN_MAX_SIGN
        ? most
        : saltLength;
  if (length > most || length < 0) {
    throw failure(
      'error:0200006E:rsa routines::data too large for key size',
      'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE',
    );
  }
  const salt = randomBytes(length);
  const seed = saltedHash(hash, digest, salt);
  const block = Buffer.concat([Buffer.alloc(most - length), Buffer.from([1]), salt]);
  const masked = xor(block, mask(hash, seed, block.length));
  masked[0] = (masked[0] ?? 0) & topBits(bits);
  return Buffer.concat([masked, seed, Buffer.from([0xbc])]);
}

/** EMSA-PSS-VERIFY (RFC 8017 §9.1.2). */
function isPss(
  hash: HashName,
  digest: Buffer,
  message: Buffer,
  bits: number,
  saltLength: number = constants.RSA_PSS_SALTLEN_AUTO,
): boolean {
  const size = Math.ceil((bits - 1) / 8);
  const encoded = message.subarray(message.length - size);
  const end = size - digest.length - 1;
  const [masked, seed] = [encoded.subarray(0, end), encoded.subarray(end, size - 1)];
  if (encoded.at(-1) !== 0xbc || (masked[0] ?? 0) & ~topBits(bits)) return false;
  const block = xor(masked, mask(hash, seed, masked.length));
  block[0] = (block[0] ?? 0) & topBits(bits);
  const one = block.findIndex((byte) => byte !== 0);
  if (one < 0 || block[one] !== 1) return false;
  const salt = block.subarray(one + 1);
  const wanted = saltLength === constants.RSA_PSS_SALTLEN_DIGEST ? digest.length : saltLength;
  if (wanted >= 0 && salt.length !== wanted) return false;
  return saltedHash(hash, digest, salt).equals(seed);
}

function saltedHash(hash: HashName, digest: Buffer, salt: Uint8Array): Buffer {
  return Buffer.from(hashNamed(hash)(Buffer.concat([Buffer.alloc(8), digest, salt])));
}

/** The bits of the first byte that a message of so many may use. */
function topBits(bits: number): number {
  return 0xff >> (8 * Math.ceil((bits - 1) / 8) - (bits - 1));
}

/** MGF1 (RFC 8017 §B.2.1). */
function mask(hash: HashName, seed: Uint8Array, size: number): Buffer {
  const digest = hashNamed(hash);
  const blocks = Math.ceil(size / digest.outputLen);
  const parts = Array.from({ length: blocks }, (_, counter) =>
    digest(Buffer.concat([seed, bytesOfNumber(BigInt(counter), 4)])),
  );
  return Buffer.concat(parts).subarray(0, size);
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));
}
