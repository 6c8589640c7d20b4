import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownMistakes } from '../recognize.ts';

/** Where a chapter's known mistakes are kept, from the course's root. */
export function knownMistakesFile(slug: string): string {
  return `scripts/grading/known-mistakes/${slug}.json`;
}

/** A chapter's known mistakes; undefined for one that has none recorded. */
export function readKnownMistakes(root: string, slug: string): KnownMistakes | undefined {
  try {
    return JSON.parse(readFileSync(join(root, knownMistakesFile(slug)), 'utf8')) as KnownMistakes;
  } catch {
    return undefined;
  }
}
