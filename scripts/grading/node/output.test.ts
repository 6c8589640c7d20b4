import { expect, test } from 'vitest';
import { Output } from './output.ts';

function printed(...texts: string[]): string {
  const output = new Output();
  for (const text of texts) output.add(Buffer.from(text));
  return output.toString();
}

test.for<[string, string[], string]>([
  ['nothing', [], ''],
  ['a line', ['one\n'], 'one'],
  ['a line in two parts', ['on', 'e\n'], 'one'],
  ['colours, which are left out', ['\u001b[31mred\u001b[39m\n'], 'red'],
])('%s', ([, texts, shown]) => {
  expect(printed(...texts)).toBe(shown);
});

test('forty lines are shown', () => {
  const lines = printed('x\n'.repeat(100)).split('\n');
  expect(lines).toHaveLength(41);
  expect(lines.at(-1)).toBe('… 60 more lines');
});

test('of a megabyte, four kilobytes are', () => {
  const text = printed(...Array.from({ length: 1_000 }, () => `${'x'.repeat(999)}\n`));
  expect(text.length).toBeLessThan(4_100);
  expect(text).toMatch(/… 99\d more lines$/);
});

test('one endless line is cut, too', () => {
  expect(printed('x'.repeat(1e6)).length).toBeLessThan(4_100);
});
