import { expect, test } from 'vitest';
import { stonesFor } from './stones.ts';

test.each([1, 2, 6, 9, 14])('a cairn of %i stones stays within its box', (count) => {
  const stones = stonesFor(count);
  expect(stones).toHaveLength(count);
  for (const { path, y } of stones) {
    const numbers = [...path.matchAll(/-?\d+(\.\d+)?/g)].map(([value]) => Number(value));
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(200);
    expect(y).toBeGreaterThan(10);
  }
  const heights = stones.map(({ y }) => y);
  expect(heights).toEqual(heights.toSorted((one, other) => other - one));
});
