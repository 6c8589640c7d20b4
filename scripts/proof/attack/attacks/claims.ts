import { NOW } from '../../../grading/check/kit.ts';
import type { BearerAttack, BearerTopic, Rule } from '../attack.ts';
import { ours, oursSpelled, past, shows } from '../forge.ts';

const ISSUER = 'https://cairn.example';
const AUDIENCE = 'https://cairn.example/api';

/** Values of every other type, and of the right one. */
const OTHER: [what: string, value: unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['true', true],
  ['zero', 0],
  ['empty', ''],
  ['an empty array', []],
  ['an object', {}],
];

type Row = [what: string, value: unknown];

/** All of our own, signed by our key: what one of our other services might sign, or a bug. */
function rows(claim: string, rule: Rule, why: string, values: Row[]): BearerAttack[] {
  return values.map(([what, value]) =>
    shows(rule, `${claim}: ${what}`, ours({ [claim]: value }), why),
  );
}

export const issuers: BearerTopic = {
  title: 'iss: who issued it',
  attacks: rows('iss', 'standard', 'RFC 8725 §3.8: the issuer is compared, to the letter', [
    ...OTHER,
    ['another', 'https://attacker.example'],
    ['with a slash', `${ISSUER}/`],
    ['over http', 'http://cairn.example'],
    ['in capitals', 'HTTPS://CAIRN.EXAMPLE'],
    ['with a port', `${ISSUER}:443`],
    ['that begins like ours', `${ISSUER}.attacker.example`],
    ['that ends like ours', 'https://attacker.example/?https://cairn.example'],
    ['with ours as its user', `${ISSUER}@attacker.example`],
    ['with a space', `${ISSUER} `],
    ['with a zero byte', `${ISSUER}\0`],
    ['with a Cyrillic a', 'https://c\u0430irn.example'],
    ['in an array', [ISSUER]],
    ['as a member', { iss: ISSUER }],
    ['.*', '.*'],
  ]),
};

export const audiences: BearerTopic = {
  title: 'aud: for whom it is',
  attacks: [
    ...rows('aud', 'standard', 'RFC 7519 §4.1.3: who is not named must reject it', [
      ...OTHER,
      ['another', 'https://attacker.example'],
      ["the office's", 'https://cairn.example/office'],
      ['with a slash', `${AUDIENCE}/`],
      ['in capitals', AUDIENCE.toUpperCase()],
      ['that begins like ours', `${AUDIENCE}/v2`],
      ['ours, but for its end', AUDIENCE.slice(0, -1)],
      ['*', '*'],
      ['ours and another, with a comma', `${AUDIENCE},https://attacker.example`],
      ['ours and another, with a space', `${AUDIENCE} https://attacker.example`],
      ['an array of others', ['https://attacker.example', `${AUDIENCE}/`]],
      ['an array in an array', [[AUDIENCE]]],
      ['an array of an object', [{ aud: AUDIENCE }]],
      ['an array of null', [null]],
      ['an object like an array', { 0: AUDIENCE, length: 1 }],
      ['an object with it as a key', { [AUDIENCE]: true }],
    ]),
    ...rows('aud', 'control', 'RFC 7519 §4.1.3: an array that has ours', [
      ['an array of ours alone', [AUDIENCE]],
      ['an array of ours and others', ['https://attacker.example', AUDIENCE, 7]],
    ]),
  ],
};

export const subjects: BearerTopic = {
  title: 'sub: who it is',
  attacks: [
    ...rows('sub', 'ours', 'RFC 9068 §2.2 wants it: a token for nobody opens nothing', [
      ...OTHER,
      ['an array', ['p-mira']],
      ['an object that asks for anyone', { $ne: null }],
    ]),
    ...rows('sub', 'ours', 'an id is looked up, to the letter', [
      ['nobody', 'p-gone'],
      ['a handle', 'mira'],
      ['in capitals', 'P-MIRA'],
      ['with a space', 'p-mira '],
      ['with a zero byte', 'p-mira\0'],
      ['with a zero byte, and more', 'p-mira\0.attacker'],
      ['with half a character', 'p-mira\ud83d'],
      ['%', '%'],
      ['p-%', 'p-%'],
      ['SQL that is always true', "' OR '1'='1"],
      ['SQL that ends early', "p-mira' --"],
      ['SQL that adds a row', "' UNION SELECT 'p-ines', 'ines', 'Inês', 'ranger' --"],
      ['__proto__', '__proto__'],
      ['constructor', 'constructor'],
      ['a long one', 'p'.repeat(8_000)],
      ['several', 'p-mira,p-ines'],
    ]),
    {
      ...shows('ours', 'sub: someone who has been deleted', ours(), 'the person must still exist'),
      before: ({ world }) => void world.database.run("DELETE FROM people WHERE id = 'p-mira'"),
    },
    {
      ...shows(
        'control',
        'sub: twice, and the last counts',
        oursSpelled(spelled('"sub":"p-mira","sub":"p-ines","sid":"s-ines"')),
        'RFC 7519 §4: the last of two members counts, or none does',
      ),
      person: 'p-ines',
    },
    shows(
      'ours',
      'sub: twice, and the last is nobody',
      oursSpelled(spelled('"sub":"p-mira","sub":"p-gone"')),
      'RFC 7519 §4',
    ),
    shows(
      'ours',
      'sub: hidden in __proto__',
      oursSpelled(spelled('"__proto__":{"sub":"p-mira"}')),
      'a prototype is no claim',
    ),
    shows(
      'standard',
      'iss: twice, and the last is another',
      oursSpelled(spelled('"sub":"p-mira","iss":"https://attacker.example"')),
      'RFC 7519 §4',
    ),
    shows(
      'standard',
      'aud: twice, and the last is another',
      oursSpelled(spelled('"sub":"p-mira","a\\u0075d":"https://attacker.example"')),
      'RFC 7519 §4',
    ),
  ],
};

export const sessionIds: BearerTopic = {
  title: 'sid: which session it belongs to',
  attacks: [
    ...rows('sid', 'ours', 'the same key signed tokens without one, in earlier chapters', [
      ...OTHER.filter(([, value]) => value !== ''),
      ['a number', 1],
      ['an array', ['s-mira']],
    ]),
    shows(
      'ours',
      'sid: missing, and the token has expired',
      ours({ sid: undefined, ...past }),
      'only a token that was good once has expired',
    ),
  ],
};

export const times: BearerTopic = {
  title: 'exp, iat, nbf: when it holds',
  attacks: [
    ...expired('exp: this very second', past, 'RFC 7519 §4.1.4: "on or after" it is over'),
    ...expired('exp: a second ago', { iat: NOW - 600, exp: NOW - 1 }, 'RFC 7519 §4.1.4'),
    ...expired('exp: half a second ago', { iat: NOW - 60, exp: NOW - 0.5 }, 'RFC 7519 §4.1.4'),
    ...expired('exp: years ago', { iat: 0, exp: 600 }, 'RFC 7519 §4.1.4'),
    ...expired('exp: before 1970', { iat: -7200, exp: -6600 }, 'RFC 7519 §4.1.4'),
    ...expired('exp: zero', { iat: -60, exp: 0 }, 'RFC 7519 §4.1.4'),
    ...rows('exp', 'standard', 'RFC 7519 §4.1.4: a number, always', [
      ['null', null],
      ['true', true],
      ['a text', String(NOW + 600)],
      ['a date', new Date((NOW + 600) * 1000).toISOString()],
      ['an array', [NOW + 600]],
      ['an object', {}],
      ['empty', ''],
    ]),
    ...rows('exp', 'ours', 'RFC 9068 §2.2: an access token has one', [['missing', undefined]]),
    ...rows('exp', 'ours', 'no longer than the ten minutes that we issue', [
      ['ten minutes and a second after iat', NOW - 60 + 601],
      ['a second and a bit too late', NOW - 60 + 600.5],
      ['an hour after iat, as in chapter 7', NOW - 60 + 3600],
      ['in a year', NOW + 31_536_000],
      ['in milliseconds', (NOW + 600) * 1000],
      ['as large as numbers are', Number.MAX_VALUE],
    ]),
    shows(
      'ours',
      'exp: 1e400, which JSON.parse reads as Infinity',
      oursSpelled(spelled('"sub":"p-mira","exp":1e400')),
      'a time that never comes is none',
    ),
    shows(
      'ours',
      'iat: -1e400',
      oursSpelled(spelled('"sub":"p-mira","iat":-1e400')),
      'a time that never was is none',
    ),
    shows(
      'ours',
      'nbf: -1e400',
      oursSpelled(spelled('"sub":"p-mira","nbf":-1e400')),
      'a time that never was is none',
    ),
    shows(
      'ours',
      'iat and exp: both 1e400',
      oursSpelled(spelled('"sub":"p-mira","iat":1e400,"exp":1e400')),
      'Infinity − Infinity is not a lifetime',
    ),
    shows(
      'standard',
      'exp: twice, and the last is over',
      oursSpelled(spelled(`"sub":"p-mira","exp":${NOW}`)),
      'RFC 7519 §4',
      'expired-token',
    ),
    ...rows('iat', 'ours', 'RFC 9068 §2.2: an access token has one, a number', [
      ...OTHER.filter(([, value]) => value !== 0),
      ['a text', String(NOW - 60)],
      ['an array', [NOW - 60]],
    ]),
    ...rows('iat', 'ours', 'it has not been issued yet', [
      ['in a second', NOW + 1],
      ['in half a second', NOW + 0.5],
      ['in a year', NOW + 31_536_000],
      ['in milliseconds', (NOW - 60) * 1000],
    ]),
    ...rows('iat', 'ours', 'it lives longer than ten minutes', [
      ['zero', 0],
      ['negative', -1],
      ['a second too early', NOW - 61],
    ]),
    ...rows('nbf', 'standard', 'RFC 7519 §4.1.5: not before it', [
      ['in a second', NOW + 1],
      ['in half a second', NOW + 0.5],
      ['in a year', NOW + 31_536_000],
    ]),
    ...rows('nbf', 'standard', 'RFC 7519 §4.1.5: a number, always', [
      ['null', null],
      ['a text', String(NOW - 60)],
      ['true', true],
      ['an array', [NOW - 60]],
      ['an object', {}],
    ]),
    shows(
      'standard',
      'nbf: 1e400',
      oursSpelled(spelled('"sub":"p-mira","nbf":1e400')),
      'RFC 7519 §4.1.5: it never comes',
    ),
    ...control('exp: in a second', { exp: NOW + 1 }, 'not over yet'),
    ...control('exp: in half a second', { exp: NOW + 0.5 }, 'a NumericDate may have a fraction'),
    ...control('exp: ten minutes after iat', { iat: NOW, exp: NOW + 600 }, 'as we issue them'),
    ...control('iat: this very second', { iat: NOW }, 'issued now'),
    ...control('nbf: this very second', { nbf: NOW }, 'from now on'),
    ...control('nbf: a year ago', { nbf: NOW - 31_536_000 }, 'long since'),
  ],
};

/** Members of a payload that is good but for what stands at its end. */
function spelled(members: string): string {
  const times = { iat: NOW - 60, exp: NOW + 540 };
  const ids = { sid: 's-mira', jti: 'a-token' };
  const good = { iss: ISSUER, aud: AUDIENCE, client_id: 'cairn', ...ids, ...times };
  return JSON.stringify(good).replace(/\}$/, `,${members}}`);
}

function expired(name: string, claims: Record<string, unknown>, why: string): BearerAttack[] {
  return [shows('standard', name, ours(claims), why, 'expired-token')];
}

function control(name: string, claims: Record<string, unknown>, why: string): BearerAttack[] {
  return [shows('control', name, ours(claims), why)];
}
