import type { BearerTopic } from '../attack.ts';
import { ours, shows } from '../forge.ts';

const TYPES: [what: string, typ: unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['a number', 1],
  ['an array', ['at+jwt']],
  ['"JWT"', 'JWT'],
  ['"jwt"', 'jwt'],
  ['"AT+JWT"', 'AT+JWT'],
  ['"at+jwt "', 'at+jwt '],
  ['"application/at+jwt"', 'application/at+jwt'],
  ['"at+jwt;charset=utf-8"', 'at+jwt;charset=utf-8'],
  ['an ID token', 'id+jwt'],
  ['a logout token', 'logout+jwt'],
  ['a security event', 'secevent+jwt'],
  ['a proof of possession', 'dpop+jwt'],
  ['a refresh token', 'rt+jwt'],
];

/** Extensions that the token says must be understood. We understand none. */
const CRIT: [what: string, header: Record<string, unknown>][] = [
  ['an extension that nobody knows', { crit: ['x-attack'], 'x-attack': true }],
  ['exp, as a header', { crit: ['exp'], exp: 1 }],
  ['b64', { crit: ['b64'], b64: true }],
  ['b64, and the payload is said to be plain', { crit: ['b64'], b64: false }],
  ['a name that is not in the header', { crit: ['x-attack'] }],
  ['__proto__', { crit: ['__proto__'] }],
  ['the same name twice', { crit: ['x-attack', 'x-attack'], 'x-attack': 1 }],
];

/** What no producer may write, and a recipient may refuse. */
const NO_CRIT: typeof CRIT = [
  ['a parameter of the standard itself', { crit: ['alg'] }],
  ['an empty array', { crit: [] }],
  ['null', { crit: null }],
  ['a text', { crit: 'exp' }],
  ['an object', { crit: {} }],
  ['a number in an array', { crit: [1] }],
];

export const types: BearerTopic = {
  title: 'typ: what kind of token it is',
  attacks: TYPES.map(([what, typ]) =>
    shows(
      'ours',
      `typ: ${what}`,
      ours({}, { typ }),
      'RFC 8725 §3.11, RFC 9068 §4: no other kind of token passes for this one',
    ),
  ),
};

export const extensions: BearerTopic = {
  title: 'crit: extensions that must be understood',
  attacks: [
    ...CRIT.map(([what, header]) =>
      shows(
        'standard',
        `crit: ${what}`,
        ours({}, header),
        'RFC 7515 §4.1.11: who does not understand it must refuse it',
      ),
    ),
    ...NO_CRIT.map(([what, header]) =>
      shows(
        'ours',
        `crit: ${what}`,
        ours({}, header),
        'RFC 7515 §4.1.11: a recipient may refuse it; we do',
      ),
    ),
  ],
};
