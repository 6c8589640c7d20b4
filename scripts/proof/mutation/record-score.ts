import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/files.ts';
import { courseRoot } from '../../course/root.ts';
import type { Subject } from './subjects.ts';
import type { Verdict } from './verdict.ts';

/** What the site shows, and where it is written down. */
const FILE = join(courseRoot, 'scripts', 'proof', 'mutation', 'scores.json');

/** How many mutants there were, and what became of them. */
interface Score {
  mutants: number;
  /** Those that a check noticed: one that never ends counts, too. */
  killed: number;
  /** In percent. */
  score: number;
  /** Survivors that are listed with the reason why no check can tell. */
  equivalent: number;
}

interface Scores {
  chapters: ({ chapter: number; slug: string } & Score)[];
  grading?: Score;
}

/** Writes a subject's score down, and leaves those of the others. */
export function recordScore({ chapter }: Subject, verdict: Verdict): void {
  const { mutants, killed, timedOut, score, excused } = verdict;
  const equivalent = excused.reduce((total, entry) => total + entry.mutants.length, 0);
  const own: Score = { mutants, killed: killed + timedOut, score, equivalent };
  const scores: Scores = existsSync(FILE)
    ? (JSON.parse(readFileSync(FILE, 'utf8')) as Scores)
    : { chapters: [] };
  if (chapter) {
    const { number, slug } = chapter;
    const others = scores.chapters.filter((one) => one.chapter !== number);
    scores.chapters = [...others, { chapter: number, slug, ...own }];
    scores.chapters.sort((a, b) => a.chapter - b.chapter);
  } else {
    scores.grading = own;
  }
  writeFileAtomic(FILE, `${JSON.stringify(scores, null, 2)}\n`);
}
