import { listChapters } from '../../../course/chapters.ts';
import { courseRoot } from '../../../course/root.ts';
import { solutionFiles } from '../../../course/starters.ts';
import type { ChapterGrade } from '../../../grading/outcome.ts';
import { chaptersToProve } from '../../chapters-to-prove.ts';
import { changeOf, mistakesOf } from '../../mistake.ts';
import type { Core } from '../core-page.ts';
import type { EnginePage } from './engine.ts';

/** Something that was tried, and what was wrong with it: nothing, if all is well. */
export interface Tried {
  what: string;
  wrong: string[];
}

/** Tries solutions, a mistake of each task, and a loop that never ends, in a page that has the grader. */
export async function* proveIn(page: EnginePage): AsyncGenerator<Tried> {
  const chapters = listChapters(courseRoot).filter(({ number }) => number > 0);
  const solutions = chapters.flatMap(({ slug }) => solutionFiles(courseRoot, slug));
  const texts = new Map(solutions.map(({ path, text }) => [path, text]));
  await write(page, Object.fromEntries(texts));
  for (const { number, slug } of chaptersToProve()) {
    const grade = await gradeIn(page, number);
    const failed = grade.checks.filter(({ passed }) => !passed);
    const count = grade.checks.length - failed.length;
    yield {
      what: `${slug}: ${count} of ${grade.checks.length} checks of the solution pass`,
      wrong: [
        ...(grade.status === 'passed' ? [] : [`${grade.status}: ${grade.message ?? ''}`]),
        ...failed.map(({ id, message }) => `${id}: ${message}`),
      ],
    };
    yield await mistakesIn(page, number, slug, texts);
  }
  const [first] = chaptersToProve();
  if (first) yield await loopIn(page, first.number, texts);
}

/** The first mistake of each task: caught by its check, which says what it should. */
async function mistakesIn(
  page: EnginePage,
  number: number,
  slug: string,
  solutions: Map<string, string>,
): Promise<Tried> {
  const all = await mistakesOf(slug);
  const firsts = all.filter(({ task }, at) => all.findIndex((each) => each.task === task) === at);
  const wrong: string[] = [];
  for (const mistake of firsts) {
    const { name, file, caughtBy, saying } = mistake;
    const path = `chapters/${slug}/${file}`;
    const solution = solutions.get(path) ?? '';
    await write(page, { [path]: changeOf(mistake)(solution) });
    const grade = await gradeIn(page, number, caughtBy);
    const message = grade.checks.find(({ id }) => id === caughtBy)?.message ?? '';
    if (!message.includes(saying)) wrong.push(`${name}: ${message || grade.status}`);
    await write(page, { [path]: solution });
  }
  return { what: `${slug}: ${firsts.length} mistakes, each caught by its check`, wrong };
}

/** A loop that never ends is ended, and its line named. */
async function loopIn(
  page: EnginePage,
  number: number,
  solutions: Map<string, string>,
): Promise<Tried> {
  const [path = '', text = ''] =
    [...solutions].find(([each]) => /\/0?\d+-.*\.ts$/.test(each)) ?? [];
  await write(page, { [path]: `for (;;);\n${text}` });
  const { status, message = '' } = await gradeIn(page, number);
  await write(page, { [path]: text });
  const isNamed = status === 'timeout' && message.includes(`${path}:1`);
  return {
    what: 'a loop that never ends is ended, and its line named',
    wrong: isNamed ? [] : [`${status}: ${message}`],
  };
}

function write(page: EnginePage, files: Record<string, string>): Promise<void> {
  return page.run((all) => (globalThis as unknown as { core: Core }).core.write(all), files);
}

function gradeIn(
  page: EnginePage,
  number: number,
  only: string | null = null,
): Promise<ChapterGrade> {
  return page.run(
    (chapter, check) =>
      (globalThis as unknown as { core: Core }).core.grade(chapter, check ?? undefined),
    number,
    only,
  );
}
