import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesOf, type Data, encoded } from './bytes.ts';
import { failure } from './error.ts';
import { KeyObject, secretOf } from './key-object.ts';

const HASHES = { sha1, sha224, sha256, sha384, sha512 };
export type HashName = keyof typeof HASHES;
export type HashFunction = (typeof HASHES)[HashName];

/** `RSA-SHA256`, `SHA-256` and `sha256` are one. */
export function hashName(name: unknown): HashName | undefined {
  const plain = String(name).toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha');
  return Object.hasOwn(HASHES, plain) ? (plain as HashName) : undefined;
}

export function hashNamed(name: HashName): HashFunction {
  return HASHES[name];
}

interface State {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): State;
}

/** A digest that is taken piece by piece. */
class Digest {
  #state: State | undefined;

  constructor(state: State) {
    this.#state = state;
  }

  update(data: Data, encoding?: BufferEncoding): this {
    this.#open().update(bytesOf(data, encoding));
    return this;
  }

  digest(encoding?: string): Buffer | string {
    const digest = this.#open().digest();
    this.#state = undefined;
    return encoded(digest, encoding);
  }

  copy(): this {
    return new (this.constructor as new (state: State) => this)(this.#open().clone());
  }

  #open(): State {
    if (!this.#state) throw failure('Digest already called', 'ERR_CRYPTO_HASH_FINALIZED');
    return this.#state;
  }
}

export class Hash extends Digest {}
export class Hmac extends Digest {}

export function createHash(name: string): Hash {
  const known = hashName(name);
  if (!known) throw new Error('Digest method not supported');
  return new Hash(HASHES[known].create() as State);
}

export function createHmac(name: string, key: Data | KeyObject): Hmac {
  const known = hashName(name);
  if (!known) throw failure(`Invalid digest: ${name}`, 'ERR_CRYPTO_INVALID_DIGEST', TypeError);
  const secret = key instanceof KeyObject ? secretOf(key) : bytesOf(key);
  return new Hmac(hmac.create(HASHES[known], secret) as State);
}

/** A digest in one call. */
export function hash(name: string, data: Data, encoding = 'hex'): Buffer | string {
  return createHash(name).update(data).digest(encoding);
}

export const getHashes = () => Object.keys(HASHES);
