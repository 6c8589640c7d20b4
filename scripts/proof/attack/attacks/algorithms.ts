import { encodePart, sessionClaims, goodHeader } from '../../../grading/check/kit.ts';
import type { BearerTopic } from '../attack.ts';
import {
  curveSigned,
  goodParts,
  ours,
  oursSpelled,
  otherwiseSigned,
  shows,
  strangers,
  withSignature,
} from '../forge.ts';
import { outOfRange } from './out-of-range.ts';

const [, , goodSignature] = goodParts();

/** RFC 7518 §3.6, and everything that a careless comparison takes for it. */
const NONE = ['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'none\0', 'n\u00f6ne'];

/** RS256, almost. */
const ALMOST = ['rs256', 'Rs256', 'RS256 ', ' RS256', 'RS256\0', 'RS256,none', 'SHA256withRSA'];

/** What stands where a text belongs (RFC 7515 §4.1.1). */
const MISTYPED: [what: string, alg: unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['a number', 256],
  ['true', true],
  ['an array', ['RS256']],
  ['an object', { RS256: true }],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['toString', 'toString'],
];

/** Whoever writes the header does not choose the algorithm (RFC 8725 §3.1). */
export const algorithms: BearerTopic = {
  title: 'Algorithms and signatures',
  attacks: [
    ...NONE.map((alg) =>
      shows(
        'standard',
        `alg ${JSON.stringify(alg)}, unsigned`,
        withSignature('', { alg }, { sub: 'p-ines' }),
        'RFC 8725 §3.2: no "none" unless it is asked for',
      ),
    ),
    shows(
      'standard',
      'alg "none", with our signature',
      withSignature(goodSignature, { alg: 'none' }),
      'RFC 7518 §3.6: its signature is empty',
    ),
    shows(
      'standard',
      'alg "none", signed by our key all the same',
      ours({}, { alg: 'none' }),
      'RFC 8725 §3.1',
    ),
    shows('standard', 'RS256, and no signature', withSignature(''), 'RFC 7515 §5.2'),
    ...ALMOST.map((alg) =>
      shows(
        'standard',
        `alg ${JSON.stringify(alg)}, signed with RS256`,
        ours({}, { alg }),
        'RFC 7515 §4.1.1: names of algorithms have a case',
      ),
    ),
    ...MISTYPED.map(([what, alg]) =>
      shows('standard', `alg is ${what}`, ours({}, { alg }), 'RFC 7515 §4.1.1: a text, always'),
    ),
    ...(['RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const).map((alg) =>
      shows(
        'standard',
        `${alg}, truly signed by our key`,
        otherwiseSigned(alg),
        'RFC 8725 §3.1: one key, one algorithm',
      ),
    ),
    shows(
      'standard',
      'PS256 signature that calls itself RS256',
      otherwiseSigned('PS256', 'RS256'),
      'RFC 7518 §3.3',
    ),
    shows(
      'standard',
      'RS512 signature that calls itself RS256',
      otherwiseSigned('RS512', 'RS256'),
      'RFC 7518 §3.3',
    ),
    shows('standard', 'ES256, by a stranger', curveSigned('ES256'), 'RFC 8725 §3.1'),
    shows('standard', 'EdDSA, by a stranger', curveSigned('EdDSA'), 'RFC 8725 §3.1'),
    shows(
      'standard',
      'ES256 with r and s of zero',
      withSignature(Buffer.alloc(64).toString('base64url'), { alg: 'ES256' }),
      'CVE-2022-21449: a curve that accepts nothing as proof',
    ),
    shows(
      'standard',
      'ES256 with a signature of the wrong length',
      withSignature(Buffer.alloc(7, 1).toString('base64url'), { alg: 'ES256' }),
      'jsonwebtoken throws a TypeError here, if ES256 is allowed',
    ),
    ...(['dir', 'RSA-OAEP', 'PBES2-HS256+A128KW', 'A256GCMKW'] as const).map((alg) =>
      shows(
        'standard',
        `alg "${alg}": encryption, not a signature`,
        ours({}, { alg, enc: 'A128GCM' }),
        'RFC 7515 §4.1.1',
      ),
    ),
    shows(
      'standard',
      'five parts: an encrypted token',
      `${encodePart({ alg: 'RSA-OAEP', enc: 'A128GCM' })}.AA.AA.AA.AA`,
      'RFC 7516 §7.1',
    ),
    shows(
      'standard',
      "a stranger's key, as good as ours",
      strangers(),
      'RFC 7515 §5.2: the signature does not hold',
    ),
    shows(
      'standard',
      'another payload under a good signature',
      withSignature(goodSignature, {}, { sub: 'p-ines' }),
      'RFC 7515 §5.2',
    ),
    shows(
      'standard',
      'another header over a good signature',
      withSignature(goodSignature, { kid: 'another' }),
      'RFC 7515 §5.2',
    ),
    ...(
      [
        ['all zeros', Buffer.alloc(256)],
        ['one', Buffer.alloc(256).fill(1, 255)],
        ['all ones', Buffer.alloc(256, 0xff)],
        ['one byte', Buffer.alloc(1)],
        ['a byte short', Buffer.from(goodSignature, 'base64url').subarray(0, 255)],
        ['a zero in front', Buffer.concat([Buffer.alloc(1), bytesOf(goodSignature)])],
        ['a zero behind', Buffer.concat([bytesOf(goodSignature), Buffer.alloc(1)])],
        ['twice over', Buffer.concat([bytesOf(goodSignature), bytesOf(goodSignature)])],
      ] as const
    ).map(([what, bytes]) =>
      shows(
        'standard',
        `signature: ${what}`,
        withSignature(bytes.toString('base64url')),
        'RFC 8017 §8.2.2: as long as the modulus, and below it',
      ),
    ),
    shows(
      'standard',
      'signature: the modulus added to it',
      outOfRange(),
      'RFC 8017 §5.2.2: the same number, modulo n, is another signature',
    ),
    shows(
      'standard',
      'two algorithms in one header, the last is "none"',
      oursSpelled(JSON.stringify(sessionClaims()), '{"alg":"RS256","typ":"at+jwt","alg":"none"}'),
      'RFC 7515 §4: the last of two members counts, or none does',
    ),
    shows(
      'standard',
      'two algorithms, the last behind an escape',
      oursSpelled(
        JSON.stringify(sessionClaims()),
        '{"alg":"RS256","typ":"at+jwt","\\u0061lg":"none"}',
      ),
      'RFC 8259 §8.3: they are the same name',
    ),
    shows('control', 'a good token', ours(), 'it is what we issue'),
    shows(
      'control',
      'a good token without a kid',
      ours({}, { kid: undefined }),
      'kid is optional, and proves nothing',
    ),
    shows(
      'control',
      'a header in another order, with spaces',
      oursSpelled(
        JSON.stringify(sessionClaims()),
        ` { "typ" : "at+jwt", "alg": "RS256", "kid": ${JSON.stringify(goodHeader()['kid'])} }\n`,
      ),
      'RFC 8259 §2: it is the same JSON',
    ),
  ],
};

function bytesOf(signature: string): Buffer {
  return Buffer.from(signature, 'base64url');
}
