import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  appKeys,
  EC_PEM,
  encodePart,
  sessionClaims,
  goodHeader,
  NOW,
  signToken,
  strangerKeys,
} from '../../grading/check/kit.ts';
import type { BearerAttack, Outcome, Rule } from './attack.ts';

type Json = Record<string, unknown>;

/** A token signed by our own key: only what it says can be wrong with it. */
export const ours = (claims: Json = {}, header: Json = {}) =>
  signToken(sessionClaims(claims), goodHeader(header));

/** The same with its payload, or its header, spelled out. */
export const oursSpelled = (
  payload: string | Uint8Array,
  header: Json | string | Uint8Array = goodHeader(),
) => signToken(payload, header);

/** A token signed by a stranger's key, which is as good as ours. */
export const strangers = (header: Json = {}, claims: Json = {}) =>
  signToken(sessionClaims(claims), goodHeader(header), strangerKeys.privateKey);

/** A token with any signature. */
export const withSignature = (signature: string, header: Json = {}, claims: Json = {}) =>
  `${inputOf(header, claims)}.${signature}`;

/** A token that an HMAC signs, with any secret. */
export function hmacSigned(bits: 256 | 384 | 512, secret: string | Buffer, header: Json = {}) {
  const input = inputOf({ alg: `HS${bits}`, ...header });
  return `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`;
}

/** A token that our key signs, truly, by another algorithm than RS256. */
export function otherwiseSigned(alg: `${'RS' | 'PS'}${256 | 384 | 512}`, named: unknown = alg) {
  const input = inputOf({ alg: named });
  const padding = alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING };
  const key = { key: appKeys.privateKey, ...padding };
  return `${input}.${sign(`sha${alg.slice(2)}`, Buffer.from(input), key).toString('base64url')}`;
}

/** A token that a key on a curve signs. */
export function curveSigned(alg: 'ES256' | 'EdDSA', header: Json = {}) {
  const input = inputOf({ alg, ...header });
  const key: KeyObject = alg === 'ES256' ? ecKey : edKey;
  const signature =
    alg === 'ES256'
      ? sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
      : sign(null, Buffer.from(input), key);
  return `${input}.${signature.toString('base64url')}`;
}

const ecKey = createPrivateKey(EC_PEM.privateKey);

/** RFC 8410 §7: an Ed25519 key is 32 bytes of anything. */
const edKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${'11'.repeat(32)}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});

/** A stranger's public keys, as a header may carry them. */
export const strangersJwk = strangerKeys.publicKey.export({ format: 'jwk' });
export const strangersEcJwk = createPublicKey(EC_PEM.publicKey).export({ format: 'jwk' });

/** The parts of a good token. */
export function goodParts(): [header: string, payload: string, signature: string] {
  return ours().split('.') as [string, string, string];
}

function inputOf(header: Json, claims: Json = {}): string {
  return `${encodePart(goodHeader(header))}.${encodePart(sessionClaims(claims))}`;
}

/** Claims of a token that has run out. */
export const past = { iat: NOW - 600, exp: NOW };

/** A row of a table: a token that goes out as `Authorization: Bearer …`. */
export function shows(
  rule: Rule,
  name: string,
  token: string,
  why: string,
  expected: Outcome = rule === 'control' ? 'accepted' : 'invalid-token',
): BearerAttack {
  return { name, why, rule, expected, lines: [`Authorization: Bearer ${token}`] };
}

/** A row of a table: header lines as they stand. */
export function writes(
  rule: Rule,
  name: string,
  lines: string[],
  expected: Outcome,
  why: string,
): BearerAttack {
  return { name, why, rule, expected, lines };
}
