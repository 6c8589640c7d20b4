import { ed25519 } from '@noble/curves/ed25519.js';
import { Buffer } from '../buffer.ts';
import { failure } from './error.ts';
import { KeyObject } from './key-object.ts';
import { curveNamed, type KeyMaterial, publicPart, readPkcs8 } from './material.ts';

interface PairOptions {
  modulusLength?: number;
  namedCurve?: string;
}
type PairCallback = (error: unknown, publicKey?: KeyObject, privateKey?: KeyObject) => void;

/** RSA's take too long without the browser's help, which is never given at once. */
export function generateKeyPairSync(type: string, options: PairOptions = {}) {
  return pairOf(materialFor(type, options));
}

export function generateKeyPair(type: string, options: PairOptions, callback: PairCallback): void {
  const material =
    type === 'rsa' ? newRsa(options) : Promise.resolve().then(() => materialFor(type, options));
  material.then((key) => {
    const { publicKey, privateKey } = pairOf(key);
    callback(null, publicKey, privateKey);
  }, callback);
}

function pairOf(key: KeyMaterial) {
  return {
    publicKey: new KeyObject('public', publicPart(key)),
    privateKey: new KeyObject('private', key),
  };
}

function materialFor(type: string, { namedCurve }: PairOptions): KeyMaterial {
  if (type === 'ec') {
    const curve = curveNamed(namedCurve);
    const d = Buffer.from(curve.math.utils.randomSecretKey());
    return { type, curve, d, point: Buffer.from(curve.math.getPublicKey(d, false)) };
  }
  if (type === 'ed25519') {
    const d = Buffer.from(ed25519.utils.randomSecretKey());
    return { type, d, point: Buffer.from(ed25519.getPublicKey(d)) };
  }
  throw failure(
    `generateKeyPairSync('${type}') isn't available in a browser: use generateKeyPair.`,
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  );
}

async function newRsa({ modulusLength = 2048 }: PairOptions): Promise<KeyMaterial> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return readPkcs8(new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)));
}
