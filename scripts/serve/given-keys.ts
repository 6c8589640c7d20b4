import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** A key pair as PEM text: PKCS#8 and SPKI. */
export interface KeyText {
  privateKey: string;
  publicKey: string;
}

/** A key pair as chapter 2's `loadKeyPair` returns it. `kid` is the JWK thumbprint (RFC 7638). */
export function givenKeys({ privateKey, publicKey }: KeyText) {
  const verifies = createPublicKey(publicKey);
  const { e, kty, n } = verifies.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { privateKey: createPrivateKey(privateKey), publicKey: verifies, kid };
}
