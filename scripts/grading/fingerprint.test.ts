import { expect, test } from 'vitest';
import { fingerprintOf, isLate } from './fingerprint.ts';

const equality = 'the status of GET /api/me\nexpected: 401\nreceived: 500';

test.for<[string, string, string]>([
  [
    'the place and the lines of the learner’s code',
    `chapters/01-jwt-basics/x.ts:3:1: It is a string.\n  2 | const a = 1;\n> 3 | a.b();\n    |  ^`,
    'It is a string.',
  ],
  ['a token', 'received: eyJhbGciOiJub25lIn0.e30.', 'received: eyJhbGciOiJIUzI1NiJ9.e30.abc'],
  ['a time', 'expected: 1781510400\nreceived: 1795842299', 'expected: 1781510401\nreceived: 17958'],
  ['a date', 'received: 2026-06-15T08:00:00.000Z', 'received: Mon, 28 Dec 2026 05:12:54 GMT'],
  [
    'an id',
    'received: b6a0b6f0-5a0e-4c53-9c06-3a8a2f4f7d11',
    'received: 00000000-5a0e-4c53-9c06-3a8a2f4f7d11',
  ],
  [
    'what the app logged',
    `${equality}\nYour app logged an error meanwhile:\nRangeError: one`,
    `${equality}\nYour app logged an error meanwhile:\nRangeError: other`,
  ],
])('leaves out %s', ([, one, other]) => {
  expect(fingerprintOf(one)).toEqual(fingerprintOf(other));
});

test('tells what was looked at from how it came out', () => {
  const one = fingerprintOf(equality);
  const outcome = fingerprintOf('the status of GET /api/me\nexpected: 401\nreceived: 200');
  const subject = fingerprintOf('the status of GET /api\nexpected: 401\nreceived: 500');
  expect(outcome.subject).toBe(one.subject);
  expect(outcome.outcome).not.toBe(one.outcome);
  expect(subject.subject).not.toBe(one.subject);
  expect(subject.outcome).toBe(one.outcome);
});

test.each([
  'ReferenceError: x is not defined',
  `received: throws TypeError: x\nexpected: 1`,
  'No.',
])('has no outcome where something was thrown: %s', (message) => {
  expect(fingerprintOf(message).outcome).toBe('');
});

test('knows what another machine might not say', () => {
  expect(isLate('chapters/01-x/x.ts: No answer within 4 s: …')).toBe(true);
  expect(isLate(equality)).toBe(false);
});
