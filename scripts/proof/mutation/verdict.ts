import type { Equivalent } from './equivalent.ts';
import type { Mutant } from './mutant.ts';

/** What became of a subject's mutants, held against the list of those that nothing can kill. */
export interface Verdict {
  mutants: number;
  killed: number;
  timedOut: number;
  survived: number;
  /** Killed or timed out, of all: in percent, rounded down to one decimal. */
  score: number;
  /** Survivors that are listed, by the reason that the list has for them. */
  excused: { reason: string; mutants: Mutant[] }[];
  /** Survivors that are not listed, and should be. */
  loose: Mutant[];
  /** Survivors that nobody has to explain. */
  others: Mutant[];
  /** Listed, but killed, or gone. */
  stale: { file: string; mutator: string; from: string; to: string }[];
  /** Whether there is nothing to do. */
  isGood: boolean;
}

/**
 * Holds mutants against a list of equivalents.
 *
 * @param wanted the score that is to be reached
 * @param explained the files of which each survivor is to be killed or listed
 */
export function judgeMutants(
  mutants: Mutant[],
  equivalents: Equivalent[],
  { wanted = 0, explained = /^/ }: { wanted?: number; explained?: RegExp } = {},
): Verdict {
  const count = (fate: Mutant['fate']) => mutants.filter((mutant) => mutant.fate === fate).length;
  const survivors = mutants.filter(({ fate }) => fate === 'survived');
  const alive = new Set(survivors.map(keyOf));
  const listed = equivalents.map(({ file, reason, mutants }) => ({
    reason,
    mutants: mutants.map((mutant) => ({ file, ...mutant })),
  }));
  const known = new Set(listed.flatMap((entry) => entry.mutants.map(keyOf)));
  const noticed = mutants.length - survivors.length;
  const score = Math.floor((noticed / mutants.length) * 1000) / 10;
  const unlisted = survivors.filter((mutant) => !known.has(keyOf(mutant)));
  const loose = unlisted.filter(({ file }) => explained.test(file));
  const stale = listed.flatMap((one) => one.mutants.filter((mutant) => !alive.has(keyOf(mutant))));
  return {
    mutants: mutants.length,
    killed: count('killed'),
    timedOut: count('timed out'),
    survived: survivors.length,
    score,
    excused: listed
      .map(({ reason, mutants: own }) => {
        const keys = new Set(own.map(keyOf));
        return { reason, mutants: survivors.filter((mutant) => keys.has(keyOf(mutant))) };
      })
      .filter((entry) => entry.mutants.length > 0),
    loose,
    others: unlisted.filter(({ file }) => !explained.test(file)),
    stale,
    isGood: score >= wanted && loose.length === 0 && stale.length === 0,
  };
}

/** Lines move: where a mutant stands is no part of what it is known by. */
function keyOf({ file, mutator, from, to }: Omit<Mutant, 'line' | 'fate'>): string {
  return JSON.stringify([file, mutator, from, to]);
}
