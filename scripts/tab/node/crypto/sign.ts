import { ed25519 } from '@noble/curves/ed25519.js';
import { Buffer } from '../buffer.ts';
import { bytesOf, type Data, encoded } from './bytes.ts';
import { failure } from './error.ts';
import { type HashName, hashName, hashNamed } from './hash.ts';
import { KeyObject, wrongType } from './key-object.ts';
import type { EcKey } from './material.ts';
import { readKey } from './read-key.ts';
import { type RsaOptions, signRsa, verifyRsa } from './rsa.ts';

interface SignOptions extends RsaOptions {
  dsaEncoding?: 'der' | 'ieee-p1363';
}
type Callback<Value> = (error: unknown, value?: Value) => void;

export function sign(
  name: string | null | undefined,
  data: Data,
  key: unknown,
  callback?: Callback<Buffer>,
): Buffer {
  const signature = signBytes(name, bytesOf(data), key);
  if (callback) setImmediate(() => callback(null, signature));
  return signature;
}

export function verify(
  name: string | null | undefined,
  data: Data,
  key: unknown,
  signature: Data,
  callback?: Callback<boolean>,
): boolean {
  const isValid = verifyBytes(name, bytesOf(data), key, bytesOf(signature));
  if (callback) setImmediate(() => callback(null, isValid));
  return isValid;
}

function signBytes(name: string | null | undefined, data: Uint8Array, input: unknown): Buffer {
  const [kind, key] = readKey(input, 'private');
  if (kind !== 'private') throw wrongType(kind, 'private');
  if (key.type === 'ed25519') return Buffer.from(ed25519.sign(data, key.d ?? Buffer.alloc(0)));
  const hash = knownHash(name);
  const options = optionsIn(input);
  if ('n' in key) return signRsa(hash, data, key, options);
  const { math } = key.curve;
  const digest = hashNamed(hash)(data);
  return Buffer.from(math.sign(digest, key.d ?? Buffer.alloc(0), ecdsa(options)));
}

function verifyBytes(
  name: string | null | undefined,
  data: Uint8Array,
  input: unknown,
  signature: Uint8Array,
): boolean {
  const [kind, key] = readKey(input, 'public');
  if (kind === 'secret') throw wrongType('secret', 'private or public');
  if (key.type === 'ed25519') return orFalse(() => ed25519.verify(signature, data, key.point));
  const hash = knownHash(name);
  const options = optionsIn(input);
  if ('n' in key) return verifyRsa(hash, data, key, signature, options);
  return orFalse(() => verifyEc(key, hashNamed(hash)(data), signature, options));
}

function verifyEc(key: EcKey, digest: Uint8Array, signature: Uint8Array, options: SignOptions) {
  return key.curve.math.verify(signature, digest, key.point, ecdsa(options));
}

function ecdsa({ dsaEncoding }: SignOptions) {
  const format = dsaEncoding === 'ieee-p1363' ? ('compact' as const) : ('der' as const);
  return { prehash: false, lowS: false, format };
}

function orFalse(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function knownHash(name: unknown): HashName {
  const known = hashName(name);
  if (known) return known;
  throw failure(`Invalid digest: ${String(name)}`, 'ERR_CRYPTO_INVALID_DIGEST', TypeError);
}

function optionsIn(input: unknown): SignOptions {
  const isPlain = typeof input === 'object' && input !== null && !(input instanceof KeyObject);
  return isPlain && !ArrayBuffer.isView(input) ? (input as SignOptions) : {};
}

/** Data that is taken piece by piece. */
class Collected {
  protected readonly hash: string;
  readonly #parts: Uint8Array[] = [];

  constructor(hash: string) {
    if (!hashName(hash)) throw failure(`Invalid digest: ${hash}`, 'ERR_CRYPTO_INVALID_DIGEST');
    this.hash = hash;
  }

  update(data: Data, encoding?: BufferEncoding): this {
    this.#parts.push(Buffer.from(bytesOf(data, encoding)));
    return this;
  }

  write(data: Data): boolean {
    this.update(data);
    return true;
  }

  end(data?: Data): this {
    return data === undefined ? this : this.update(data);
  }

  protected data(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

export class Sign extends Collected {
  sign(key: unknown, encoding?: string): Buffer | string {
    return encoded(signBytes(this.hash, this.data(), key), encoding);
  }
}

export class Verify extends Collected {
  verify(key: unknown, signature: Data, encoding?: BufferEncoding): boolean {
    return verifyBytes(this.hash, this.data(), key, bytesOf(signature, encoding));
  }
}

export const createSign = (hash: string) => new Sign(hash);
export const createVerify = (hash: string) => new Verify(hash);
