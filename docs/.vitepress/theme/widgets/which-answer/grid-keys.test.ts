import { expect, test } from 'vitest';
import { cellAfter } from './grid-keys.ts';

const middle = { row: 1, column: 2 };

test.each([
  ['ArrowLeft', { row: 1, column: 1 }],
  ['ArrowRight', { row: 1, column: 3 }],
  ['ArrowUp', { row: 0, column: 2 }],
  ['ArrowDown', { row: 2, column: 2 }],
  ['Home', { row: 1, column: 0 }],
  ['End', { row: 1, column: 5 }],
])('%s leads on', (key, to) => {
  expect(cellAfter(key, middle, 3, 6)).toEqual(to);
});

test('no key leads off the table', () => {
  expect(cellAfter('ArrowUp', { row: 0, column: 0 }, 3, 6)).toBeUndefined();
  expect(cellAfter('ArrowLeft', { row: 0, column: 0 }, 3, 6)).toBeUndefined();
  expect(cellAfter('ArrowDown', { row: 2, column: 5 }, 3, 6)).toBeUndefined();
  expect(cellAfter('ArrowRight', { row: 2, column: 5 }, 3, 6)).toBeUndefined();
});

test('other keys are left alone', () => {
  expect(cellAfter('Tab', middle, 3, 6)).toBeUndefined();
  expect(cellAfter('a', middle, 3, 6)).toBeUndefined();
});
