import { describe, expect, test } from 'vitest';
import { decodeSegment } from '../../../../../solutions/01-jwt-basics/decode-segment.ts';
import { decodeBase64url, encodeBase64url, encodeText } from './base64url.ts';

describe('encodeBase64url', () => {
  test('writes what Node writes, for every byte and every length', () => {
    const bytes = Uint8Array.from({ length: 259 }, (_, index) => index % 256);
    for (let length = 0; length <= bytes.length; length += 1) {
      const some = bytes.slice(0, length);
      expect(encodeBase64url(some)).toBe(Buffer.from(some).toString('base64url'));
    }
  });

  test('writes text in UTF-8', () => {
    expect(encodeText('Tomáš')).toBe(Buffer.from('Tomáš', 'utf8').toString('base64url'));
  });
});

describe('decodeBase64url', () => {
  test('gives back what was encoded', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(decodeBase64url(encodeBase64url(bytes)).bytes).toEqual(bytes);
    expect(decodeBase64url('').bytes).toEqual(new Uint8Array());
  });

  test.each([
    ['padding', 'YQ==', '“=”'],
    ['the other alphabet', 'a+b/', '“+”'],
    ['a space', 'Y Q', 'a space'],
    ['a line end', 'YQ\n', 'a line end'],
    ['a dot', 'Y.Q', '“.”'],
    ['what is not ASCII', 'Yé', '“é”'],
    ['half of a pair', 'Y😀', '“😀”'],
    ['left-over bits', 'YR', 'last character'],
    ['a length that no bytes have', 'A', 'last character'],
    ['the same, longer', 'AAAAA', 'last character'],
  ])('refuses %s, and names it', (_what, text, named) => {
    expect(decodeBase64url(text).fault).toContain(named);
  });

  test('accepts and refuses what chapter 1 does', () => {
    const alphabet = ['A', 'Q', 'R', 'g', 'w', '_', '-', '=', '+', ' ', '.'];
    const texts = alphabet.flatMap((a) =>
      alphabet.flatMap((b) => [a, a + b, `A${a}${b}`, `YWJj${a}${b}`, `${a}${b}AA`]),
    );
    for (const text of texts) {
      const accepted = succeeds(() => decodeSegment(text, 'payload'));
      expect(decodeBase64url(text).bytes !== undefined, JSON.stringify(text)).toBe(accepted);
    }
  });
});

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
