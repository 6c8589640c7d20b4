import { appendFileSync, existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isFile, writeFileAtomic } from '../../lib/files.ts';
import { quote, visible } from '../../lib/quote.ts';
import { courseRoot } from '../../course/root.ts';
import { explainSystemError, isSystemError } from '../../lib/system-error.ts';
import { UsageError } from '../../lib/usage-error.ts';
import { toCsv } from '../../grading/report/csv.ts';
import { toJunit } from '../../grading/report/junit.ts';
import type { Score } from '../../grading/report/score.ts';
import { toSummary } from '../../grading/report/summary.ts';

/** The files that a grade is to be written to, as they were typed. */
export interface ReportFiles {
  junit?: string;
  csv?: string;
  summary?: string;
}

const KINDS = [
  ['junit', 'xml', (file: string, score: Score) => replace(file, toJunit(score))],
  ['csv', 'csv', (file: string, score: Score) => replace(file, toCsv(score))],
  ['summary', 'md', (file: string, score: Score) => appendFileSync(file, toSummary(score))],
] as const;

/**
 * Refuses, before anything is graded, files that nobody can mean: no name, another option, a folder,
 * or one among the learner's own.
 *
 * @throws UsageError
 */
export function refuseReportFiles(files: ReportFiles): void {
  for (const [option, extension] of KINDS) {
    const file = files[option];
    if (file === undefined) continue;
    const refuse = (why: string): never => {
      const instead = `type npm run grade -- --${option} grade.${extension}`;
      throw new UsageError(`--${option} ${why}: ${instead}`);
    };
    if (file.trim() === '' || file.startsWith('-')) refuse('wants the name of a file');
    if (file.includes('\0')) refuse(`wants the name of a file, and ${quote(file)} is none`);
    if (isFolder(file)) refuse(`wants a file, and ${quote(file)} is a folder`);
    if (isLearners(file)) refuse('writes over no file in chapters/');
  }
}

/**
 * Writes a grade to the files. One that cannot be written is told in one line.
 *
 * @returns whether all were written
 */
export function writeReports(files: ReportFiles, score: Score): boolean {
  let all = true;
  for (const [option, , write] of KINDS) {
    const file = files[option];
    if (file === undefined) continue;
    try {
      write(file, score);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const why = visible(explainSystemError(error, courseRoot), 300);
      console.error(`${visible(file, 100)} could not be written: ${why}`);
      all = false;
    }
  }
  return all;
}

/** A link stays one, and a device, or a pipe, is written to: nothing may take the place of those. */
function replace(file: string, text: string): void {
  const place = realPathOf(resolve(file));
  if (existsSync(place) && !isFile(place)) writeFileSync(place, text);
  else writeFileAtomic(place, text);
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

/** Whether it is, or would be, in the folder of the learner's work. */
function isLearners(file: string): boolean {
  const path = relative(realPathOf(join(courseRoot, 'chapters')), realPathOf(resolve(file)));
  return path !== '..' && !path.startsWith(`..${sep}`) && resolve(path) !== path;
}

/** The path with its links followed, as far as it is there. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}
