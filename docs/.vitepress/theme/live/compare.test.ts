import { expect, test } from 'vitest';
import { compareLines, withoutComments } from './compare.ts';

test.each([
  ['a line of comment', 'const a = 1;\n  // Why.\nconst b = 2;', 'const a = 1;\nconst b = 2;'],
  ['a comment behind code', 'const a = 1; // Why.', 'const a = 1;'],
  ['a block', 'a();\n/**\n * Why.\n */\nb();', 'a();\nb();'],
  ['a block within a line', 'call(a /* first */, b);', 'call(a , b);'],
])('%s is left out', (_what, code, left) => {
  expect(withoutComments(code)).toBe(left);
});

test.each([
  ['an address', "const url = 'https://a.example';"],
  ['a template', 'const url = `https://${host}//x`;'],
  ['a quote within a string', 'const a = "it\'s // here";'],
  ['a regular expression', 'return /https?:\\/\\/[/]*/.test(a);'],
  ['a division', 'const a = b / 2; const c = d / 3;'],
])('%s is no comment', (_what, code) => {
  expect(withoutComments(code)).toBe(code);
});

test('a comment after a division is left out', () => {
  expect(withoutComments('const a = b / 2; // Half.')).toBe('const a = b / 2;');
});

test('what differs stands side by side', () => {
  expect(compareLines('a\nb\nc', 'a\nB\nB2\nc')).toEqual([
    { yours: 'a', solution: 'a', same: true },
    { yours: 'b', solution: 'B', same: false },
    { yours: undefined, solution: 'B2', same: false },
    { yours: 'c', solution: 'c', same: true },
  ]);
  expect(compareLines('', 'a')).toEqual([{ yours: undefined, solution: 'a', same: false }]);
});
