import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** An RSA key pair that RS256 can use. */
export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The key's id: its JWK thumbprint (RFC 7638). */
  kid: string;
}

/** The length of the shortest RSA key that RS256 allows, in bits (RFC 7518 §3.3). */
const MIN_BITS = 2048;

/**
 * Loads and checks the key pair once, when the server starts. A `KeyObject` is already parsed and
 * knows its own type; a PEM string would be parsed again for every token.
 *
 * @param pem the private key (PKCS#8) and the public key (SPKI), each as a PEM string
 * @throws Error that says which key is wrong and why: it is missing, it isn't a key of that kind, it
 *   isn't RSA, or it is shorter than 2048 bits; or that the two aren't a pair
 */
export function loadKeyPair(pem: { privateKey: string; publicKey: string }): KeyPair {
  // #region 2.5
  const privateKey = parse('private', createPrivateKey, pem.privateKey);
  const publicKey = parse('public', createPublicKey, pem.publicKey);
  for (const key of [privateKey, publicKey]) {
    if (key.asymmetricKeyType !== 'rsa') {
      throw new Error(`The ${key.type} key must be RSA; it is ${key.asymmetricKeyType}.`);
    }
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < MIN_BITS) {
      throw new Error(`The ${key.type} key has ${bits} bits; RS256 needs ${MIN_BITS} or more.`);
    }
  }
  // After the loop: comparing an RSA key with a key of another type leaves an error behind in
  // OpenSSL, and the next createPrivateKey throws it.
  if (!createPublicKey(privateKey).equals(publicKey)) {
    throw new Error('The public key does not belong to the private key.');
  }
  return { privateKey, publicKey, kid: thumbprintOf(publicKey) };
  // #endregion 2.5
}

/** Parses one key. OpenSSL's own messages help no one, so a key that doesn't parse gets ours. */
function parse(
  which: 'private' | 'public',
  create: (pem: string) => KeyObject,
  pem: string | undefined,
): KeyObject {
  // An environment variable that isn't set is undefined.
  if (!pem?.trim()) throw new Error(`The ${which} key is missing.`);
  // createPublicKey accepts a private key and derives the public one. Everything would work, with a
  // secret in the file that you hand to everyone.
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
