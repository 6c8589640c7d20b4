import { Buffer } from '../buffer.ts';
import { bytesOf, bytesOfNumber, hexOf } from './bytes.ts';
import { failure } from './error.ts';
import { type KeyMaterial, type RsaKey, writePkcs8, writeRsa, writeSpki } from './material.ts';

/** What a key is made of, where no code of a learner's can see it. */
const materials = new WeakMap<KeyObject, KeyMaterial | Buffer>();

interface ExportOptions {
  format?: 'pem' | 'der' | 'jwk' | 'buffer';
  type?: 'pkcs1' | 'pkcs8' | 'spki' | 'sec1';
}

/** A key, as Node has it. Made by `createPrivateKey` and the like alone. */
export class KeyObject {
  readonly #type: 'secret' | 'public' | 'private';

  constructor(type: 'secret' | 'public' | 'private', material: KeyMaterial | Buffer) {
    this.#type = type;
    materials.set(this, material);
  }

  get type() {
    return this.#type;
  }

  get [Symbol.toStringTag](): string {
    return 'KeyObject';
  }

  get asymmetricKeyType(): string | undefined {
    return this.#type === 'secret' ? undefined : pairOf(this).type;
  }

  get asymmetricKeyDetails(): object | undefined {
    if (this.#type === 'secret') return undefined;
    const key = pairOf(this);
    if ('n' in key) {
      return { modulusLength: bitsOf(key), publicExponent: key.e, ...key.pss };
    }
    return key.type === 'ec' ? { namedCurve: key.curve.name } : {};
  }

  get symmetricKeySize(): number | undefined {
    return this.#type === 'secret' ? secretOf(this).length : undefined;
  }

  equals(other: unknown): boolean {
    if (!(other instanceof KeyObject)) {
      throw failure(
        'The "otherKeyObject" argument must be an instance of KeyObject.',
        'ERR_INVALID_ARG_TYPE',
        TypeError,
      );
    }
    if (other.type !== this.type) return false;
    if (this.type === 'secret') return hexOf(secretOf(this)) === hexOf(secretOf(other));
    const write = this.type === 'public' ? writeSpki : writePkcs8;
    return hexOf(write(pairOf(this))) === hexOf(write(pairOf(other)));
  }

  export(options: ExportOptions = {}): unknown {
    const { format, type } = options;
    if (this.#type === 'secret') {
      const secret = secretOf(this);
      return format === 'jwk'
        ? { kty: 'oct', k: secret.toString('base64url') }
        : Buffer.from(secret);
    }
    const key = pairOf(this);
    if (format === 'jwk') return jwkOf(key, this.#type === 'private');
    if (format !== 'pem' && format !== 'der') {
      throw failure(
        `The property 'options.format' is invalid.`,
        'ERR_INVALID_ARG_VALUE',
        TypeError,
      );
    }
    if (type === undefined) {
      const what = `The property 'options.type' is invalid. Received undefined`;
      throw failure(what, 'ERR_INVALID_ARG_VALUE', TypeError);
    }
    const [label, bytes] = written(key, this.#type === 'private', type);
    if (format === 'der') return bytes;
    const lines = bytes.toString('base64').replace(/.{1,64}/g, '$&\n');
    return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
  }

  /** The same key for WebCrypto, as jose asks for it. */
  toCryptoKey(
    algorithm: AlgorithmIdentifier,
    extractable: boolean,
    usages: KeyUsage[],
  ): Promise<CryptoKey> {
    const isPrivate = this.#type === 'private';
    const bytes = isPrivate ? writePkcs8(pairOf(this)) : writeSpki(pairOf(this));
    const format = isPrivate ? 'pkcs8' : 'spki';
    return crypto.subtle.importKey(format, new Uint8Array(bytes), algorithm, extractable, usages);
  }
}

/** What a public or a private key is made of. */
export function pairOf(key: KeyObject): KeyMaterial {
  return materials.get(key) as KeyMaterial;
}

/** The bytes of a secret key. */
export function secretOf(key: KeyObject): Buffer {
  if (key.type !== 'secret') throw wrongType(key.type, 'secret');
  return materials.get(key) as Buffer;
}

export function wrongType(type: string, expected: string): Error {
  return failure(
    `Invalid key object type ${type}, expected ${expected}.`,
    'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE',
    TypeError,
  );
}

export function createSecretKey(key: unknown, encoding?: BufferEncoding): KeyObject {
  return new KeyObject('secret', Buffer.from(bytesOf(key, encoding)));
}

/** The length of an RSA key's modulus. */
export function bitsOf({ n }: RsaKey): number {
  return n.toString(2).length;
}

function written(key: KeyMaterial, isPrivate: boolean, type: string): [string, Buffer] {
  if (type === 'pkcs1' && 'n' in key) {
    return [isPrivate ? 'RSA PRIVATE KEY' : 'RSA PUBLIC KEY', writeRsa(key)];
  }
  return isPrivate ? ['PRIVATE KEY', writePkcs8(key)] : ['PUBLIC KEY', writeSpki(key)];
}

/** A key as a JWK (RFC 7517, RFC 7518 §6, RFC 8037 §2). */
function jwkOf(key: KeyMaterial, isPrivate: boolean): object {
  if ('n' in key) {
    if (key.type === 'rsa-pss') {
      throw failure('Unsupported JWK Key Type.', 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE');
    }
    const { n, e, secret } = key;
    const numbers = isPrivate ? { n, e, ...secret } : { n, e };
    const fields = Object.entries(numbers).map(([name, number]) => [name, base64url(number)]);
    return { kty: 'RSA', ...Object.fromEntries(fields) };
  }
  const d = isPrivate && key.d ? { d: key.d.toString('base64url') } : {};
  if (key.type === 'ed25519') {
    return { crv: 'Ed25519', ...d, x: key.point.toString('base64url'), kty: 'OKP' };
  }
  const { size, jwk } = key.curve;
  const x = key.point.subarray(1, 1 + size).toString('base64url');
  const y = key.point.subarray(1 + size).toString('base64url');
  return { kty: 'EC', x, y, crv: jwk, ...d };
}

function base64url(number: bigint): string {
  return bytesOfNumber(number).toString('base64url');
}
