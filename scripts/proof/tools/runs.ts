/**
 * How often a property is tried, and from where: the same each time, unless the environment says
 * otherwise. `FUZZ=20 SEED=7` tries twenty times as often, from elsewhere.
 */
export function runs(count: number): { numRuns: number; seed: number } {
  const { FUZZ, SEED } = process.env;
  return { numRuns: count * Number(FUZZ ?? 1), seed: Number(SEED ?? 20_260_504) };
}
