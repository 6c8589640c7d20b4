import { expect, test } from 'vitest';
import { explain, tidy } from './explain.ts';
import type { CaughtError, Fault } from './outcome.ts';

const ROOT = '/somewhere/cairn';

function said(error: CaughtError, fault: Partial<Fault> = {}): string {
  const whole: Fault = { kind: 'failed', stacks: [], files: [], logged: [], ...fault };
  const result = { id: '1.1/x', passed: false, durationMs: 1, errors: [error], fault: whole };
  return explain(result, { root: ROOT, read: () => undefined });
}

const assertion = (message: string, expected?: string, actual?: string): CaughtError => ({
  name: 'AssertionError',
  message,
  ...(expected !== undefined && { expected }),
  ...(actual !== undefined && { actual }),
});

test.for<[string, CaughtError, string]>([
  [
    'an equality',
    assertion('expected 501 to be 200 // Object.is equality', '200', '501'),
    'expected: 200\nreceived: 501',
  ],
  [
    'an equality that says what it is about',
    assertion('the status: expected 501 to be 200 // Object.is equality', '200', '501'),
    'the status\nexpected: 200\nreceived: 501',
  ],
  [
    'something that is not an equality',
    assertion("expected 'abc' to contain 'x'", 'x', 'abc'),
    "expected 'abc' to contain 'x'\nexpected: x\nreceived: abc",
  ],
  [
    'what it must not be',
    assertion("the outcome: expected 'accepted' not to be 'accepted'", 'accepted', 'accepted'),
    'the outcome\nmust not be: accepted\nreceived: accepted',
  ],
  [
    'what it must not match',
    assertion("expected 'it has expired' not to match /expire/", '/expire/', 'it has expired'),
    'must not match: /expire/\nreceived: it has expired',
  ],
  [
    'a claim without values',
    assertion('expected false to be truthy'),
    'expected false to be truthy',
  ],
  [
    'an error',
    { name: 'TypeError', message: 'x is not a function' },
    'TypeError: x is not a function',
  ],
  ['a plain error', { name: 'Error', message: 'not today' }, 'not today'],
])('%s', ([, error, message]) => {
  expect(said(error)).toBe(message);
});

test('an object differs line by line', () => {
  const message = said(
    assertion(
      'expected {…} to deeply equal {…}',
      '{\n  "a": 1,\n  "b": 2,\n}',
      '{\n  "a": 1,\n  "b": 3,\n}',
    ),
  );
  expect(message.split('\n')).toEqual([
    '- expected, + received:',
    '  {',
    '    "a": 1,',
    '-   "b": 2,',
    '+   "b": 3,',
    '  }',
  ]);
});

test('much is cut', () => {
  const long = Array.from({ length: 500 }, (_, index) => `line ${index}`).join('\n');
  const message = said(assertion('expected … to equal …', long, 'x'.repeat(100_000)));
  expect(message.length).toBeLessThan(2_000);
});

test("the learner's own line comes first", () => {
  const stack = `TypeError: no
    at verify (/somewhere/cairn/node_modules/jsonwebtoken/verify.js:1:1)
    at readToken (/somewhere/cairn/chapters/03-authenticator/read-token.ts:12:5)
    at /somewhere/cairn/chapters/03-authenticator/authenticator.test.ts:40:3`;
  const message = said({ name: 'TypeError', message: 'no', stack }, { stacks: [stack] });
  expect(message).toBe('chapters/03-authenticator/read-token.ts:12:5: TypeError: no');
});

test('what the app logged is told, for the answer was a bare 500', () => {
  const logged = [`RangeError: far\n    at /somewhere/cairn/chapters/01-jwt-basics/x.ts:3:1`];
  const message = said(assertion('expected 500 to be 200', '200', '500'), { logged });
  expect(message).toContain('Your app logged an error meanwhile:');
  expect(message).toContain('chapters/01-jwt-basics/x.ts:3:1: RangeError: far');
});

test.each(['C:/Users/mira/cairn/', 'C:\\Users\\mira\\cairn\\', 'file:///C:/Users/mira/cairn/'])(
  'nor is a path of Windows: %s',
  (start) => {
    const root = 'C:\\Users\\mira\\cairn';
    expect(tidy(`${start}chapters/x.ts is not there`, root)).toBe('chapters/x.ts is not there');
  },
);

test('nothing of the machine is left', () => {
  const message = `sign is not a function in ${ROOT}/chapters/x.ts
    at run (file:///a/node_modules/express/dist/a.js:1:1)`;
  expect(tidy(message, ROOT)).toBe('sign is not a function in chapters/x.ts');
});
