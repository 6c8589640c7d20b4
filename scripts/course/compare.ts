import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFile } from '../lib/files.ts';
import { bodyOf, findRegions, MarkerFault, type Region, replaceBody } from './regions.ts';
import { TODO_IMPORT } from './starter.ts';
import type { CourseFile } from './course-file.ts';
import { solutionFiles } from './starters.ts';

/** A piece of the learner's code beside the solution's. */
export interface Comparison {
  /** The file: `chapters/03-authenticator/guard.ts`. */
  path: string;
  /** The task it is, when it is one. */
  task?: string;
  /** What it is, when it is none: the whole file, or what stands around its tasks. */
  part?: 'file' | 'rest';
  yours: string;
  solution: string;
  /** Why a file is compared as a whole. */
  note?: string;
}

/**
 * Lays a chapter of the learner's beside the solution, task by task. A file that has lost its region
 * markers, or that is gone, is compared as a whole.
 *
 * @param slug the chapter's folder
 */
export function compareChapter(root: string, slug: string): Comparison[] {
  return solutionFiles(root, slug).flatMap((file) => compareFile(root, file));
}

function compareFile(root: string, { path, text }: CourseFile): Comparison[] {
  const solution = withoutReturns(text);
  const whole = (yours: string, note?: string): Comparison[] => [
    { path, part: 'file', yours, solution: withoutMarkers(solution), ...(note ? { note } : {}) },
  ];
  const file = join(root, path);
  if (!isFile(file)) return whole('', 'is missing');

  const yours = withoutReturns(readFileSync(file, 'utf8'));
  const theirs = findRegions(solution, path);
  if (theirs.length === 0) return whole(yours);
  const own = regionsOrNone(yours, path);
  const pairs = theirs.map((region) => ({
    region,
    mine: own.find(({ task }) => task === region.task),
  }));
  if (pairs.some(({ mine }) => !mine)) {
    return whole(withoutMarkers(yours), 'has lost its region markers');
  }

  const comparisons = pairs.map(({ region, mine }): Comparison => {
    const body = bodyOf(yours, mine as Region);
    return {
      path,
      task: region.task,
      yours: withoutTodoLine(body),
      solution: bodyOf(solution, region),
    };
  });
  const rest = { yours: emptied(yours, own), solution: emptied(solution, theirs) };
  if (rest.yours !== rest.solution) comparisons.push({ path, part: 'rest', ...rest });
  return comparisons;
}

function regionsOrNone(text: string, path: string): Region[] {
  try {
    return findRegions(text, path);
  } catch (error) {
    if (error instanceof MarkerFault) return [];
    throw error;
  }
}

/** What stands around the tasks; the starter's own import does not count. */
function emptied(text: string, regions: Region[]): string {
  const around = regions.toReversed().reduce((rest, region) => {
    return replaceBody(rest, region, '');
  }, text);
  return around.replace(`${TODO_IMPORT}\n\n`, '').replace(`${TODO_IMPORT}\n`, '');
}

function withoutTodoLine(body: string): string {
  return body.replace(/^\s*\/\/ TODO \d+\.\d+ .*\n?/gm, '');
}

function withoutMarkers(text: string): string {
  return withoutTodoLine(text.replace(/^\s*\/\/ #(end)?region .*\n/gm, ''));
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
