import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { todo } from '#api/todo.ts';

/** An RSA key pair that is fit to sign with. */
export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The key's id: its JWK thumbprint (RFC 7638). */
  kid: string;
}

/** RFC 7518 §3.3: RS256 wants a key of this many bits, or more. */
const SMALLEST = 2048;

/**
 * Makes a key pair from PEM text, once, when the server starts: a `KeyObject` is parsed already, and
 * knows what it is, while a text would be parsed for every token, and could be anything.
 *
 * @param pem the private key (PKCS#8) and the public key (SPKI), each as PEM text
 * @throws Error that says what is wrong, and with which key: it is missing, is no such key, is not
 *   RSA, is shorter than 2048 bits, or the two do not belong together
 */
export function loadKeyPair(pem: { privateKey: string; publicKey: string }): KeyPair {
  // #region 2.1
  // TODO 2.1 · npm run grade 2.1 · /chapters/02-signing#2-1
  // parse, below, turns PEM text into a KeyObject: createPrivateKey for one, createPublicKey for
  // the other. thumbprintOf, below it, makes the kid from the public key. Each says what it is:
  // key.asymmetricKeyType must be 'rsa', and the modulusLength of key.asymmetricKeyDetails SMALLEST
  // bits or more. Whoever starts the server reads the error: say which key it is (key.type is
  // 'private' or 'public'), and what is wrong with it. createPublicKey also takes a private
  // KeyObject, and gives its public half: the public key must equal it, or we would sign what
  // nobody can verify.
  todo('2.1', '/chapters/02-signing#2-1');
  // #endregion 2.1
}

/** One key from PEM text. OpenSSL's own message would not help anybody, so it says its own. */
function parse(
  which: 'private' | 'public',
  create: (pem: string) => KeyObject,
  pem: string | undefined,
): KeyObject {
  // Undefined is what a variable of the environment is that nobody has set.
  if (!pem?.trim()) throw new Error(`The ${which} key is missing.`);
  // createPublicKey would derive the public key, and nobody would notice that a secret is in the
  // file which is handed to everyone.
  if (which === 'public' && pem.includes('PRIVATE KEY')) {
    throw new Error('The public key is a private key: it must not be where the public key goes.');
  }
  try {
    return create(pem);
  } catch {
    throw new Error(`The ${which} key is not a ${which} key in PEM form.`);
  }
}

/** RFC 7638: the SHA-256 of the key's JWK, with its required members in alphabetical order. */
function thumbprintOf(publicKey: KeyObject): string {
  const { e, kty, n } = publicKey.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
