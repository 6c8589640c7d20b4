import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { listFiles } from '../../lib/files.ts';
import { PlaceLost, replaceChapter, replaceTask, type Replacement } from '../../course/replace.ts';
import { courseRoot } from '../../course/root.ts';
import type { CourseFile } from '../../course/course-file.ts';
import { isHandWritten, layFiles } from '../../course/starters.ts';
import type { Target } from '../../course/task-argument.ts';
import { printPatch } from './print-patch.ts';
import { Refusal } from './run-command.ts';

/**
 * Puts the solution, or the starter, of a chapter or a task in the place of the learner's code:
 * keeps a copy first, says where, and shows what changed.
 *
 * @param name the command's: `solve`
 * @returns the exit code
 */
export function putInPlace({ chapter, task }: Target, by: Replacement, name: string): number {
  const { number, slug } = chapter;
  const what = task ? `Task ${task}` : `Chapter ${number}`;
  const files = task ? [taskFile(slug, task, by, name)] : replaceChapter(courseRoot, slug, by);

  const before = new Map(files.map(({ path }) => [path, textOf(path)]));
  const { written, backup } = layFiles(courseRoot, files);
  for (const { path, text } of written) {
    console.log(pc.bold(path));
    printPatch(before.get(path) ?? '', text);
    console.log();
  }
  if (written.length === 0) console.log(`${what} is the ${by} already. Nothing was changed.`);
  else console.log(`${pc.green('✓')} ${what} is the ${by} now.`);
  if (backup) console.log(`What was there before is kept in ${backup}/`);
  if (!hasHandWritten(slug)) {
    console.log(`Its README and its checks are gone too: git checkout -- chapters/${slug}`);
  }
  return 0;
}

function taskFile(slug: string, task: string, by: Replacement, name: string): CourseFile {
  try {
    return replaceTask(courseRoot, slug, task, by);
  } catch (error) {
    if (!(error instanceof PlaceLost)) throw error;
    const [number] = task.split('.');
    throw new Refusal(`${error.message} For the whole chapter, type npm run ${name} ${number}`);
  }
}

function textOf(path: string): string {
  const file = join(courseRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function hasHandWritten(slug: string): boolean {
  return listFiles(join(courseRoot, 'chapters', slug)).some(isHandWritten);
}
