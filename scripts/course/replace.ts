import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFile } from '../lib/files.ts';
import { bodyOf, findRegions, MarkerFault, replaceBody } from './regions.ts';
import { importTodo } from './starter.ts';
import type { CourseFile } from './course-file.ts';
import { solutionFiles, starterFiles } from './starters.ts';
import { listTasks } from './tasks.ts';

/** What may take the place of the learner's code. */
export type Replacement = 'solution' | 'starter';

/** A task, and the learner's file that it belongs into: `chapters/03-authenticator/guard.ts`. */
export interface Unplaced {
  task: string;
  path: string;
}

/** A task's place in the learner's file cannot be found any more. */
export class PlaceLost extends Error {
  readonly code = 'PLACE_LOST';
}

/**
 * The files that a chapter consists of once its solution, or its starter, has taken the place of
 * the learner's code. Writes nothing.
 */
export function replaceChapter(root: string, slug: string, by: Replacement): CourseFile[] {
  return by === 'solution' ? solutionFiles(root, slug) : starterFiles(root, slug);
}

/**
 * The learner's file once the solution, or the starter, of one task has taken that task's place.
 * A file that is gone comes back as its starter. Writes nothing.
 *
 * @param task `3.2`, one that the chapter has
 * @throws PlaceLost when the file has lost the task's region markers
 */
export function replaceTask(root: string, slug: string, task: string, by: Replacement): CourseFile {
  const name = listTasks(root, slug).find((place) => place.task === task)?.file ?? '';
  const path = `chapters/${slug}/${name}`;
  const textOf = (files: CourseFile[]) => files.find((file) => file.path === path)?.text ?? '';
  const starter = textOf(starterFiles(root, slug));
  const wanted = by === 'starter' ? starter : textOf(solutionFiles(root, slug));

  const file = join(root, path);
  const yours = existsSync(file) ? readFileSync(file, 'utf8') : starter;
  const body = bodyOf(wanted, regionOf(wanted, path, task));
  const replaced = replaceBody(yours, regionOf(yours, path, task), body);
  return { path, text: by === 'starter' ? importTodo(replaced) : replaced };
}

/** The tasks of a chapter that have no place in the learner's file, though the file is there. */
export function unplacedTasks(root: string, slug: string): Unplaced[] {
  return listTasks(root, slug).flatMap(({ task, file }) => {
    const path = `chapters/${slug}/${file}`;
    if (!isFile(join(root, path))) return [];
    try {
      regionOf(readFileSync(join(root, path), 'utf8'), path, task);
      return [];
    } catch (error) {
      if (error instanceof PlaceLost) return [{ task, path }];
      throw error;
    }
  });
}

function regionOf(text: string, path: string, task: string) {
  try {
    const region = findRegions(text, path).find((each) => each.task === task);
    if (region) return region;
  } catch (error) {
    if (!(error instanceof MarkerFault)) throw error;
    throw new PlaceLost(error.message, { cause: error });
  }
  throw new PlaceLost(`${path} has lost its "// #region ${task}".`);
}
