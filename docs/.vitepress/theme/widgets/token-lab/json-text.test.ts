import { describe, expect, test } from 'vitest';
import { findDoubles, packJson, spreadJson } from './json-text.ts';

const VALUES = [
  {},
  [],
  { a: {}, b: [], c: [[]], d: [{}] },
  { iss: 'https://cairn.example', aud: ['a', 'b'], n: [1, -2.5e-3, true, false, null] },
  { 'a "quoted" name': 'with \\ and \u2028 and {braces}, [brackets]: all of it' },
  'text',
  12,
  null,
];

describe('spreadJson', () => {
  test.each(VALUES)('writes %j as JSON.stringify does, in lines', (value) => {
    expect(spreadJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  test('keeps what JSON.parse would lose', () => {
    expect(spreadJson('{"a":1e400,"a":"\\u0041"}')).toBe('{\n  "a": 1e400,\n  "a": "\\u0041"\n}');
  });
});

describe('packJson', () => {
  test.each(VALUES)('takes the white space out of %j', (value) => {
    expect(packJson(JSON.stringify(value, null, '\t'))).toBe(JSON.stringify(value));
  });
});

describe('findDoubles', () => {
  test.each<[string, string[]]>([
    ['{"a":1,"b":2}', []],
    ['{"a":1,"b":2,"a":3,"a":4,"b":5}', ['a', 'b']],
    ['{"sub":1,"s\\u0075b":2}', ['sub']],
    ['{"a":{"b":1},"b":2,"c":[{"b":1}]}', []],
    ['{"a":"a","b":["a","a"]}', []],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['{}', []],
  ])('in %s finds %j', (json, doubles) => {
    expect(findDoubles(json)).toEqual(doubles);
  });
});
