import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chapter, listChapters } from '../../course/chapters.ts';
import { listFiles, readState, writeFileAtomic } from '../../lib/files.ts';
import type { ChapterGrade, CheckGrade } from '../outcome.ts';

/** Where a learner is: what their checks were worth when they were last graded. */
export interface Progress {
  /** By the check's id: `3.1/refuses-alg-none`. */
  checks: Record<string, { points: number; max: number }>;
  /** By the folder of a chapter that passed: what its files, and those it builds on, were then. */
  passed: Record<string, string>;
}

/** Reads what is remembered. A file that is broken is set aside, with one line. */
export function readProgress(root: string): Progress {
  return readState(fileIn(root), isProgress) ?? { checks: {}, passed: {} };
}

/** Remembers grades of the learner's chapters, and what they were of. */
export function rememberGrades(root: string, grades: readonly ChapterGrade[]): void {
  const progress = readProgress(root);
  for (const { chapter, slug, status, max, checks, digests } of grades) {
    for (const { id, points, max } of checks) progress.checks[id] = { points, max };
    if (max < 100) continue;
    const current = new Set(checks.map(({ id }) => id));
    for (const id of Object.keys(progress.checks)) {
      // A check that is gone from the course. When nothing could be listed, nothing is known.
      const gone = id.startsWith(`${chapter}.`) && !current.has(id);
      if (gone && checks.length > 0) delete progress.checks[id];
    }
    if (status === 'passed') progress.passed[slug] = digestOf(root, chapter, digests);
    else delete progress.passed[slug];
  }
  writeFileAtomic(fileIn(root), `${JSON.stringify(progress, null, 2)}\n`);
}

/** Whether a chapter had passed, and nothing that it is made of has changed since. */
export function hadPassed(root: string, progress: Progress, { number, slug }: Chapter): boolean {
  return progress.passed[slug] !== undefined && progress.passed[slug] === digestOf(root, number);
}

/**
 * The checks of a chapter that have come with an update: those that its task, or the chapter when it
 * had passed, did not have when it was last graded.
 */
export function newChecks(progress: Progress, { slug, checks }: ChapterGrade): CheckGrade[] {
  const known = new Set(Object.keys(progress.checks).map((id) => id.split('/')[0]));
  return checks.filter(({ id, task }) => {
    const wasGraded = known.has(task) || progress.passed[slug] !== undefined;
    return wasGraded && progress.checks[id] === undefined;
  });
}

/**
 * Of the code of a chapter and of all before it, and of the packages that it uses.
 *
 * @param read SHA-256 of the files that were judged: a save since then counts for the next verdict.
 *   With code from elsewhere among them it is no digest that a chapter on the disk has: that code
 *   may change unnoticed, so such a chapter is graded again
 */
function digestOf(root: string, chapter: number, read: Record<string, string> = {}): string {
  const hash = createHash('sha256');
  for (const { number, slug } of listChapters(root)) {
    if (number > chapter) continue;
    for (const file of listFiles(join(root, 'chapters', slug))) {
      const path = `chapters/${slug}/${file}`;
      if (!path.endsWith('.ts')) continue;
      hash.update(`${path} ${read[path] ?? sha256Of(join(root, path))}\n`);
    }
  }
  for (const path of Object.keys(read)) {
    if (!/^(chapters|scripts)\//.test(path)) hash.update(`${path} ${read[path]}\n`);
  }
  const packages = join(root, 'package.json');
  if (existsSync(packages)) hash.update(readFileSync(packages));
  return hash.digest('base64url');
}

function sha256Of(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path, 'utf8')).digest('base64url');
  } catch {
    return 'unreadable';
  }
}

function fileIn(root: string): string {
  return join(root, '.workbook', 'progress.json');
}

function isProgress(content: unknown): content is Progress {
  if (!isRecord(content) || !isRecord(content.checks) || !isRecord(content.passed)) return false;
  return (
    Object.values(content.passed).every((digest) => typeof digest === 'string') &&
    Object.values(content.checks).every(
      (check) => isRecord(check) && isPoints(check.points) && isPoints(check.max),
    )
  );
}

function isPoints(value: unknown): boolean {
  return Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 100;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
