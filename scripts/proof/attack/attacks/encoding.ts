import { encodePart, sessionClaims, goodHeader } from '../../../grading/check/kit.ts';
import type { BearerAttack, BearerTopic, Rule } from '../attack.ts';
import { goodParts, oursSpelled, shows } from '../forge.ts';

const [header, payload, signature] = goodParts();
const claims = JSON.stringify(sessionClaims());
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 256 bytes are 341⅓ characters: four bits of the last one mean nothing, and must be zero. */
const LOOSE = [...ALPHABET]
  .filter(
    (character) => ALPHABET.indexOf(character) >> 4 === ALPHABET.indexOf(last(signature)) >> 4,
  )
  .filter((character) => character !== last(signature));

function row(
  rule: Rule,
  name: string,
  token: string,
  why: string,
  expected: BearerAttack['expected'] = 'invalid-token',
) {
  return shows(rule, name, token, why, expected);
}

/** One token, one spelling: or a list of revoked ones has holes. */
export const encoding: BearerTopic = {
  title: 'base64url, to the letter',
  attacks: [
    ...LOOSE.map((character) =>
      row(
        'ours',
        `signature: ${character} at its end, where ${last(signature)} belongs`,
        [header, payload, signature.slice(0, -1) + character].join('.'),
        'RFC 4648 §3.5: the same bytes, in another spelling',
      ),
    ),
    row(
      'standard',
      'header: padded',
      `${header}=.${payload}.${signature}`,
      'RFC 7515 §2',
      'malformed-authorization',
    ),
    row(
      'standard',
      'payload: padded',
      `${header}.${payload}=.${signature}`,
      'RFC 7515 §2',
      'malformed-authorization',
    ),
    row('standard', 'signature: padded', `${header}.${payload}.${signature}==`, 'RFC 7515 §2'),
    row('standard', 'signature: padded once', `${header}.${payload}.${signature}=`, 'RFC 7515 §2'),
    row(
      'standard',
      'signature: in base64, with + and /',
      `${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}`,
      'RFC 7515 §2',
    ),
    row(
      'standard',
      'signature: a character of another alphabet',
      `${header}.${payload}.${signature}~`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'signature: one character more',
      `${header}.${payload}.${signature}A`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'signature: one character less',
      `${header}.${payload}.${signature.slice(0, -1)}`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'header: a tilde within',
      `${header.slice(0, 4)}~${header.slice(4)}.${payload}.${signature}`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'payload: a plus within',
      `${header}.${payload.slice(0, 4)}+${payload.slice(4)}.${signature}`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'payload: one character more',
      `${header}.${payload}A.${signature}`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'in capitals',
      [header, payload, signature].join('.').toUpperCase(),
      'RFC 7515 §5.2',
    ),
    row('standard', 'no dots', header + payload + signature, 'RFC 7515 §7.1'),
    row('standard', 'one dot', `${header}.${payload}`, 'RFC 7515 §7.1'),
    row('standard', 'a dot in front', `.${header}.${payload}.${signature}`, 'RFC 7515 §7.1'),
    row('standard', 'a dot behind', `${header}.${payload}.${signature}.`, 'RFC 7515 §7.1'),
    row('standard', 'two dots between', `${header}..${payload}.${signature}`, 'RFC 7515 §7.1'),
    row(
      'standard',
      'two signatures',
      `${header}.${payload}.${signature}.${signature}`,
      'RFC 7515 §7.1',
    ),
    row('standard', 'dots alone', '..', 'RFC 7515 §7.1'),
    row('standard', 'one letter', 'a', 'RFC 7515 §7.1'),
    row('standard', 'no header', `.${payload}.${signature}`, 'RFC 7515 §5.2'),
    row('standard', 'no payload', `${header}..${signature}`, 'RFC 7515 §5.2'),
    row(
      'standard',
      'the parts in another order',
      `${payload}.${header}.${signature}`,
      'RFC 7515 §5.2',
    ),
    row(
      'standard',
      'percent-encoded dots',
      [header, payload, signature].join('%2E'),
      'RFC 6750 §2.1',
      'malformed-authorization',
    ),
    row(
      'standard',
      'the JSON form of a signature',
      encodePart({ protected: header, payload, signature }),
      'RFC 7519 §3: a JWT is in compact form',
    ),
  ],
};

/** Bytes that are not UTF-8, within a text of the payload: RFC 3629 §3 and §10. */
const BYTES: [what: string, bytes: number[]][] = [
  ['a byte that begins nothing', [0xff]],
  ['a character that breaks off', [0xc3]],
  ['a slash, two bytes long', [0xc0, 0xaf]],
  ['half of a pair', [0xed, 0xa0, 0x80]],
  ['a character beyond the last one', [0xf4, 0x90, 0x80, 0x80]],
];

/** No JSON object. */
const OTHERS: [what: string, text: string][] = [
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '1'],
  ['a text', '"p-mira"'],
  ['an empty text', '""'],
  ['an array', '[]'],
  ['an array of a good one', `[${claims}]`],
  ['a text with a good one in it', JSON.stringify(claims)],
  ['nothing', ''],
  ['a space', ' '],
];

/** No JSON at all, to a strict reader (RFC 8259 §2). */
const BROKEN: [what: string, text: string][] = [
  ['cut off', claims.slice(0, -1)],
  ['followed by something', `${claims}{}`],
  ['followed by a zero byte', `${claims}\0`],
  ['with a comma at its end', claims.replace(/\}$/, ',}')],
  ['with a comment', claims.replace('{', '{/* */')],
  ['with single quotes', claims.replaceAll('"', "'")],
  ['with exp: NaN', claims.replace(/"exp":\d+/, '"exp":NaN')],
  ['with exp: 0xffffffff', claims.replace(/"exp":\d+/, '"exp":0xffffffff')],
  ['with exp: +1', claims.replace(/"exp":(\d+)/, '"exp":+$1')],
  ['after a mark of byte order', `\ufeff${claims}`],
];

/** What our key signs must be a JSON object, twice (RFC 7519 §7.2). */
export const contents: BearerTopic = {
  title: 'What is in the parts',
  attacks: [
    ...OTHERS.map(([what, text]) =>
      row('standard', `payload: ${what}`, oursSpelled(text), 'RFC 7519 §7.2, step 10: an object'),
    ),
    ...OTHERS.map(([what, text]) =>
      row(
        'standard',
        `payload: ${what}, typ JWT`,
        oursSpelled(text, goodHeader({ typ: 'JWT' })),
        'RFC 7519 §7.2, step 10',
      ),
    ),
    ...OTHERS.slice(0, 8).map(([what, text]) =>
      row(
        'standard',
        `header: ${what}`,
        oursSpelled(claims, text),
        'RFC 7519 §7.2, step 4: an object',
      ),
    ),
    ...BROKEN.map(([what, text]) =>
      row('standard', `payload: ${what}`, oursSpelled(text), 'RFC 7519 §7.2, step 10: JSON'),
    ),
    ...BROKEN.slice(0, 2).map(([what, text]) =>
      row(
        'standard',
        `payload: ${what}, typ JWT`,
        oursSpelled(text, goodHeader({ typ: 'JWT' })),
        'jsonwebtoken throws a SyntaxError here',
      ),
    ),
    ...BYTES.map(([what, bytes]) =>
      row(
        'standard',
        `payload: not UTF-8, ${what}`,
        oursSpelled(withBytes(sessionClaims({ jti: '?' }), bytes)),
        'RFC 7519 §7.2, step 10: UTF-8',
      ),
    ),
    ...BYTES.slice(0, 2).map(([what, bytes]) =>
      row(
        'standard',
        `header: not UTF-8, ${what}`,
        oursSpelled(claims, withBytes(goodHeader({ kid: '?' }), bytes)),
        'RFC 7519 §7.2, step 4: UTF-8',
      ),
    ),
    row(
      'standard',
      'payload: UTF-16',
      oursSpelled(Buffer.from(claims, 'utf16le')),
      'RFC 7519 §7.2, step 10: UTF-8',
    ),
    row(
      'ours',
      'payload: nested a thousand times',
      oursSpelled(claims.replace(/\}$/, `,"deep":${'['.repeat(1_000)}${']'.repeat(1_000)}}`)),
      'RFC 8259 §9: a reader may set a limit',
    ),
    row(
      'standard',
      'all of it in __proto__',
      oursSpelled(`{"__proto__":${claims}}`),
      'a prototype is no claim',
    ),
    row(
      'control',
      'payload: with spaces and line ends',
      oursSpelled(JSON.stringify(sessionClaims(), null, '\r\n\t')),
      'RFC 8259 §2: it is the same JSON',
      'accepted',
    ),
    row(
      'control',
      'payload: with claims that nobody knows',
      oursSpelled(claims.replace(/\}$/, ',"role":"ranger","admin":true,"":[{}]}')),
      'RFC 7519 §4: what is not understood is ignored, and believed by nobody',
      'accepted',
    ),
  ],
};

/** JSON with raw bytes in the place of its `?`. */
function withBytes(json: Record<string, unknown>, bytes: number[]): Uint8Array {
  const [before = '', after = ''] = JSON.stringify(json).split('"?"');
  return Buffer.concat([Buffer.from(`${before}"`), Buffer.from(bytes), Buffer.from(`"${after}`)]);
}

function last(text: string): string {
  return text.at(-1) ?? '';
}
