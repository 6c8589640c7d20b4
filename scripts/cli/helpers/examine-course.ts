import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { briefOf, type Chapter, checkFilesOf, listChapters } from '../../course/chapters.ts';
import { unplacedTasks } from '../../course/replace.ts';
import { solutionFiles } from '../../course/starters.ts';
import { listTasks } from '../../course/tasks.ts';
import { isFile, listFiles } from '../../lib/files.ts';
import { explainSystemError, isSystemError } from '../../lib/system-error.ts';
import { bad, type Finding, good } from './finding.ts';

const GIVEN = 'chapters/00-open-api';

/** What the course brings, and learners leave alone: solutions, checks, briefs, chapter 0. */
export function examineCourse(root: string): Finding | Finding[] {
  const missing = new Set<string>();
  const want = (path: string, isThere = existsSync(join(root, path))) => {
    if (!isThere) missing.add(path);
  };
  for (const path of ['tsconfig.json', 'chapters/tsconfig.json', `${GIVEN}/app.ts`]) want(path);
  const chapters = learnersChapters(root);
  if (chapters.length === 0) want('chapters', false);
  for (const { slug } of chapters) {
    want(`solutions/${slug}/app.ts`);
    want(`chapters/${slug}/README.md`);
    if (missing.has(`chapters/${slug}/README.md`)) continue;
    const tasks = listTasks(root, slug);
    for (const { task } of briefOf(root, slug).tasks) {
      want(
        `solutions/${slug}`,
        tasks.some((each) => each.task === task),
      );
      want(`chapters/${slug}/checks`, checkFilesOf(root, slug, task).length > 0);
    }
  }
  for (const path of imported(root, chapters)) want(path);
  if (missing.size === 0) return good("The course's own files are here");
  return [...missing].map((path) => bad(`${path} is not whole`, `Type git checkout -- ${path}`));
}

/** What the course's own files import of one another, as paths from the root. */
function imported(root: string, chapters: Chapter[]): Set<string> {
  const folders = chapters.flatMap(({ slug }) => [`solutions/${slug}`, `chapters/${slug}/checks`]);
  const paths = new Set<string>();
  for (const folder of [GIVEN, ...folders]) {
    for (const name of listFiles(join(root, folder)).filter((each) => each.endsWith('.ts'))) {
      // Tests that are no task's are the learner's own.
      if (name.endsWith('.test.ts') && !/^\d+\.\d+-/.test(name)) continue;
      const file = `${folder}/${name}`;
      const text = readFileSync(join(root, file), 'utf8');
      for (const [, specifier = ''] of text.matchAll(/\b(?:from |import\()'([^']+\.ts)'/g)) {
        const path = placeOf(specifier, file);
        if (path) paths.add(path);
      }
    }
  }
  return paths;
}

function placeOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('#api/')) return specifier.replace('#api', GIVEN);
  if (specifier.startsWith('#course/')) return specifier.replace('#course', 'solutions');
  if (!specifier.startsWith('.')) return undefined;
  return normalize(join(dirname(importer), specifier))
    .split(sep)
    .join('/');
}

/** What learners edit. */
export function examineChapters(root: string): Finding | Finding[] {
  const problems = learnersChapters(root).flatMap(({ number, slug }) => {
    const places = listTasks(root, slug);
    return solutionFiles(root, slug).flatMap(({ path }): Finding[] => {
      const place = join(root, path);
      if (isFile(place)) return unreadable(root, path);
      if (existsSync(place)) return [bad(`${path} is no file`, 'Move it away.')];
      const task = places.find(({ file }) => path === `chapters/${slug}/${file}`)?.task;
      return [bad(`${path} is missing`, `Type npm run reset ${task ?? number}`)];
    });
  });
  return problems.length > 0 ? problems : good('Every chapter has its files');
}

function unreadable(root: string, path: string): Finding[] {
  try {
    readFileSync(join(root, path));
    return [];
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return [
      bad(`${path} can't be read: ${explainSystemError(error, root)}`, 'Make it yours to read.'),
    ];
  }
}

/** A task whose place is gone: taken out by the learner, or never in, after an update. */
export function examineMarkers(root: string): Finding[] {
  return learnersChapters(root)
    .flatMap(({ slug }) => unplacedTasks(root, slug))
    .map(({ task, path }) => ({
      state: 'note',
      what: `${path} has no "// #region ${task}": solve ${task} and reset ${task} find no place there`,
      mend: `npm run diff ${task} shows what the course has`,
    }));
}

function learnersChapters(root: string): Chapter[] {
  return listChapters(root).filter(({ number }) => number > 0);
}
