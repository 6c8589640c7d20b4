import { afterEach, expect, test, vi } from 'vitest';
import { textWidth, wrap } from './wrap.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** In a terminal of so many columns; undefined for a pipe. */
function inTerminal(columns: number | undefined): void {
  vi.stubGlobal('process', { env: process.env, stdout: { columns } });
}

test.each([
  { columns: 60, told: undefined, width: 60 },
  { columns: 60, told: '120', width: 60 },
  { columns: 300, told: undefined, width: 100 },
  { columns: undefined, told: undefined, width: 80 },
  { columns: undefined, told: '60', width: 60 },
  { columns: undefined, told: '300', width: 100 },
  { columns: undefined, told: '0', width: 80 },
  { columns: undefined, told: 'many', width: 80 },
])('a terminal of $columns columns, COLUMNS $told: $width wide', ({ columns, told, width }) => {
  vi.stubEnv('COLUMNS', told);
  inTerminal(columns);
  expect(textWidth()).toBe(width);
});

test('each line keeps its own indentation', () => {
  expect(wrap('one two three four five\n  six', 4, 24)).toBe(
    '    one two three four\n    five\n      six',
  );
});
