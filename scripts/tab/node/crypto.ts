// node:crypto over @noble/hashes, @noble/curves and BigInt: in a browser only WebCrypto signs, and
// that is never done at once.
import { createHash, createHmac, getHashes, Hash, hash, Hmac } from './crypto/hash.ts';
import { createSecretKey, KeyObject } from './crypto/key-object.ts';
import { generateKeyPair, generateKeyPairSync } from './crypto/key-pair.ts';
import {
  randomBytes,
  randomFillSync,
  randomInt,
  randomUUID,
  timingSafeEqual,
} from './crypto/random.ts';
import { createPrivateKey, createPublicKey } from './crypto/read-key.ts';
import { constants } from './crypto/rsa.ts';
import { createSign, createVerify, Sign, sign, Verify, verify } from './crypto/sign.ts';

const webcrypto = globalThis.crypto;
const { subtle } = webcrypto;
const getRandomValues = webcrypto.getRandomValues.bind(webcrypto);

const all = {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  generateKeyPair,
  generateKeyPairSync,
  getHashes,
  getRandomValues,
  Hash,
  hash,
  Hmac,
  KeyObject,
  randomBytes,
  randomFillSync,
  randomInt,
  randomUUID,
  Sign,
  sign,
  subtle,
  timingSafeEqual,
  Verify,
  verify,
  webcrypto,
};

export {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  generateKeyPair,
  generateKeyPairSync,
  getHashes,
  getRandomValues,
  Hash,
  hash,
  Hmac,
  KeyObject,
  randomBytes,
  randomFillSync,
  randomInt,
  randomUUID,
  Sign,
  sign,
  subtle,
  timingSafeEqual,
  Verify,
  verify,
  webcrypto,
};
export default all;
