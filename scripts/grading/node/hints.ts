import { join } from 'node:path';
import { readState, writeFileAtomic } from '../../lib/files.ts';

/** One of a check's hints. */
export interface Hint {
  text: string;
  /** 1 for the first. */
  number: number;
  /** How many the check has. */
  of: number;
}

/**
 * The next hint for a check, and remembers that it was given.
 *
 * @param id the check's: `3.1/refuses-alg-none`
 * @returns undefined when every hint was given already
 */
export function nextHint(root: string, id: string, hints: readonly string[]): Hint | undefined {
  const given = readGiven(root);
  const index = given[id] ?? 0;
  const text = hints[index];
  if (text === undefined) return undefined;
  writeFileAtomic(fileIn(root), `${JSON.stringify({ ...given, [id]: index + 1 }, null, 2)}\n`);
  return { text, number: index + 1, of: hints.length };
}

/** How many hints were given, by the check's id. */
export function readGiven(root: string): Record<string, number> {
  return readState(fileIn(root), isGiven) ?? {};
}

function fileIn(root: string): string {
  return join(root, '.workbook', 'hints.json');
}

function isGiven(content: unknown): content is Record<string, number> {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false;
  return Object.values(content).every((count) => Number.isInteger(count) && Number(count) >= 0);
}
