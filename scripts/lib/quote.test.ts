import { expect, test } from 'vitest';
import { printable, quote } from './quote.ts';

test.for([
  ['3.2', '"3.2"'],
  ['Tomáš 😀', '"Tomáš 😀"'],
  ['1\n2', '"1␊2"'],
  ['\u001b[2J\u202e', '"␛[2J\ufffd"'],
  ['\ud800', '"\ufffd"'],
  ['9'.repeat(5_000), `"${'9'.repeat(40)}…"`],
])('%j', ([text, quoted]) => {
  expect(quote(text!)).toBe(quoted);
});

test('lines stay lines', () => {
  expect(printable('a\tb\r\n\u001b[31mc\0\u007f\u0085')).toBe('a\tb␍\n␛[31mc␀␡\ufffd');
});
