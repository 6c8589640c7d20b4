const { FUZZ = '1', SEED = '20260504' } = process.env;

/**
 * How often a property is tried, and from where: the same each time, unless the environment says
 * otherwise. `FUZZ=20 SEED=7` tries twenty times as often, from elsewhere.
 */
export function runs(count: number): { numRuns: number; seed: number } {
  return { numRuns: count * Number(FUZZ), seed: Number(SEED) };
}

/** How long a test may take, in milliseconds, when it tries that often. */
export const PATIENCE = 240_000 * Number(FUZZ);
