import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { compare, type Comparison, contenders } from './compare.ts';
import { formatComparison } from './format-comparison.ts';
import { RECORDING, recordAttacks } from './recording.ts';
import { count, isWrong, namesOf } from './tables.ts';

let comparison: Comparison;
beforeAll(async () => {
  comparison = await compare();
});

describe(`the bearer attacks on ${contenders.join(', ')}`, () => {
  const groups = () => comparison.bearer.flatMap((topic) => topic.groups);

  test('the finished app accepts none of them, answers 500 to none, and takes every good token', () => {
    for (const { rule, why, names, responses } of groups()) {
      expect(isWrong(rule, responses[0]!), `${names}: ${why}`).toBe(false);
    }
    expect(count(groups(), 0, ['ours'], 'accepts')).toBe(0);
  });

  test('the libraries are set up so that they work: they take good tokens, and refuse most others', () => {
    for (const library of [1, 2]) {
      expect(count(groups(), library, ['control'], 'accepts')).toBeGreaterThan(40);
      expect(count(groups(), library, ['standard'], 'refuses')).toBeGreaterThan(200);
    }
  });

  test('the site shows what came of it', async () => {
    const kept = readFileSync(join(courseRoot, RECORDING), 'utf8');
    expect(kept, 'npm run attack -- --record writes it anew').toBe(await recordAttacks(comparison));
  });

  test('what is printed fits 80 columns', () => {
    for (const all of [true, false]) {
      const lines = formatComparison(comparison, all).split('\n');
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

test('of names, what they begin with is said once, and only the first few are said', () => {
  expect(namesOf(['typ: missing', 'typ: null'])).toBe('typ: missing; null');
  expect(namesOf(['typ: missing', 'alg: null'])).toBe('typ: missing; alg: null');
  expect(namesOf(['typ: missing'])).toBe('typ: missing');
  expect(namesOf(['1', '2', '3', '4'], 2)).toBe('1; 2; and 2 more');
  expect(namesOf(['1', '2', '3'], 2)).toBe('1; 2; 3');
});
