import { constants, createHmac, type KeyObject, sign as cryptoSign } from 'node:crypto';
import {
  appKeys,
  APP_PEM,
  encodePart,
  goodClaims,
  goodHeader,
  signToken,
  strangerKeys,
} from '#check';

/** Good claims under another header, signed by whatever means. */
export function forge(header: Record<string, unknown>, sign: (input: string) => Buffer): string {
  const input = `${encodePart(goodHeader(header))}.${encodePart(goodClaims())}`;
  return `${input}.${sign(input).toString('base64url')}`;
}

/** Good claims under a header that says `alg: none`, without a signature. */
export function unsigned(claims = goodClaims(), alg = 'none'): string {
  return `${encodePart({ alg, typ: 'at+jwt' })}.${encodePart(claims)}.`;
}

/** Claims signed with a stranger's key. */
export function byAStranger(claims = goodClaims(), header = goodHeader()): string {
  return signToken(claims, header, strangerKeys.privateKey);
}

/** RS256, RS384, RS512 */
export function rsa(bits: number, key: KeyObject) {
  const padding = constants.RSA_PKCS1_PADDING;
  return (input: string) => cryptoSign(`sha${bits}`, Buffer.from(input), { key, padding });
}

/** PS256, PS384, PS512 */
export function pss(bits: number, key: KeyObject) {
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: bits / 8 };
  return (input: string) => cryptoSign(`sha${bits}`, Buffer.from(input), { key, ...options });
}

/** HS256, HS384, HS512 */
export function hmac(bits: number, secret: string | Buffer) {
  return (input: string) => createHmac(`sha${bits}`, secret).update(input).digest();
}

/** Every way to write our public key down that could end up as an HMAC secret. */
export function publicKeyAsSecret(): Record<string, string | Buffer> {
  const pem = APP_PEM.publicKey;
  const der = appKeys.publicKey.export({ format: 'der', type: 'spki' });
  const jwk = appKeys.publicKey.export({ format: 'jwk' });
  return {
    'as PEM': pem,
    'as PEM without the last line end': pem.trimEnd(),
    'as PEM with CRLF': pem.replaceAll('\n', '\r\n'),
    'as PKCS#1 PEM': appKeys.publicKey.export({ format: 'pem', type: 'pkcs1' }),
    'as DER': der,
    'as DER in base64': der.toString('base64'),
    'as a JWK': JSON.stringify(jwk),
    'as the n of its JWK': String(jwk.n),
    'as its kid': appKeys.kid,
  };
}

/** A signature with one bit changed, still canonical base64url. */
export function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0]! ^= 0x80;
  return bytes.toString('base64url');
}

/** The next letter of base64url: as a part's last character, it often differs in spare bits only. */
export function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(letter) + 1] ?? 'B';
}
