import { describe, expect, test } from 'vitest';
import {
  encodePart,
  goodClaims,
  goodHeader,
  signToken,
} from '../../../../../scripts/grading/check/kit.ts';
import { decodeToken } from '../../../../../solutions/01-jwt-basics/decode-token.ts';
import { firstFault, lineOf, readToken } from './read-token.ts';

const good = signToken();
const [header, payload, signature] = good.split('.') as [string, string, string];

/** What is no token, by what is wrong with it, and the fault that is told first. */
const FAULTY: [what: string, token: string, fault: RegExp][] = [
  ['nothing at all', '', /three parts, .* This one has 1\./],
  ['two parts', `${header}.${payload}`, /This one has 2\./],
  ['four parts', `${good}.x`, /This one has 4\./],
  ['five parts', 'a.b.c.d.e', /RFC 7516/],
  ['padding', `${header}.${payload}=.${signature}`, /^The payload is not base64url/],
  ['a signature with spare bits', `${good.slice(0, -1)}B`, /^The signature is not base64url/],
  ['a line end behind it', `${good}\n`, /^The signature .* a line end/],
  ['a header that is not JSON', `${encodePart('{"alg"')}.${payload}.`, /^The header is not JSON/],
  ['an empty header', `.${payload}.`, /^The header is not JSON/],
  ['a payload that is not UTF-8', `${header}._w.`, /^The payload is not UTF-8/],
  ['a payload with a byte order mark', `${header}.${encodePart('\uFEFF{}')}.`, /not JSON/],
  ...['null', '[]', '"a"', '1', 'true', '['.repeat(500) + ']'.repeat(500)].map(
    (text): [string, string, RegExp] => [
      `the payload ${text.slice(0, 8)}`,
      `${header}.${encodePart(text)}.`,
      /not a JSON object/,
    ],
  ),
  [
    'a payload as deep as a well',
    `${header}.${encodePart(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)}.`,
    /too deep/,
  ],
];

describe('readToken', () => {
  test('takes a token apart', () => {
    const reading = readToken(good);
    expect(firstFault(reading)).toBeUndefined();
    expect(reading.header.value).toEqual(goodHeader());
    expect(reading.payload.value).toEqual(goodClaims());
    expect(reading.payload.text).toBe(JSON.stringify(goodClaims(), null, 2));
    expect(reading.signature.bytes).toHaveLength(256);
  });

  test.each(FAULTY)('tells what is wrong with %s, as chapter 1 refuses it', (_, token, fault) => {
    expect(firstFault(readToken(token))).toMatch(fault);
    expect(() => decodeToken(token)).toThrow();
  });

  test.each([
    ['an unsigned token', `${header}.${payload}.`],
    ['empty objects', `${encodePart('{}')}.${encodePart('{}')}.`],
    ['1e400', `${header}.${encodePart('{"exp":1e400}')}.`],
    ['__proto__', `${header}.${encodePart('{"__proto__":{"iss":"x"},"constructor":1}')}.`],
    ['a duplicate member', `${header}.${encodePart('{"sub":"a","sub":"b"}')}.`],
    ['white space', `${header}.${encodePart('{ "sub" :\n"a" }')}.`],
  ])('reads %s, with the values that chapter 1 reads', (_, token) => {
    const reading = readToken(token);
    expect(firstFault(reading)).toBeUndefined();
    expect(reading.payload.value).toEqual(decodeToken(token).claims);
  });

  test('names the members that stand twice', () => {
    const reading = readToken(`${header}.${encodePart('{"sub":"a","sub":"b"}')}.`);
    expect(reading.payload.doubles).toEqual(['sub']);
    expect(reading.payload.text).toBe('{\n  "sub": "a",\n  "sub": "b"\n}');
  });

  test('shows the text of what is no JSON', () => {
    expect(readToken(`${encodePart('oops')}.${payload}.`).header.text).toBe('oops');
  });
});

test('lineOf gives a part’s JSON, or its text', () => {
  const reading = readToken(`${encodePart('{ "alg": "none" }')}.?.`);
  expect(lineOf(reading, 'header')).toBe('{"alg":"none"}');
  expect(lineOf(reading, 'payload')).toBe('?');
  expect(lineOf(reading, 'signature')).toBe('empty');
});
