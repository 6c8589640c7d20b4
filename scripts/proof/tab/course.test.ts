import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { makeScratch } from '../../course/scratch.ts';
import { solutionFiles, starterFiles } from '../../course/starters.ts';
import { Grader } from '../../grading/node/grader.ts';
import type { ChapterGrade } from '../../grading/outcome.ts';
import { chaptersToProve } from '../chapters-to-prove.ts';
import type { Mistake } from '../mistake.ts';
import { type Variant, withVariant } from '../variant.ts';
import { openCore, type TabCore } from './core.ts';

const slugs = listChapters(courseRoot)
  .filter(({ number }) => number > 0)
  .map(({ slug }) => slug);

/** Of the mistakes and variants so many parts are made, and each day another is tried. */
const PARTS = Number(process.env['TAB_PARTS'] ?? 12);
const TODAY = Math.floor(Date.now() / 86_400_000) % PARTS;
const isTodays = (_each: unknown, index: number) => index % PARTS === TODAY;

let core: TabCore;
beforeAll(async () => {
  core = await openCore(courseRoot);
});
afterAll(() => core.close());

/** The files of chapters, solved or as a learner finds them. */
function filesOf(all: readonly string[], by: typeof starterFiles): Record<string, string> {
  const files = all.flatMap((slug) => by(courseRoot, slug));
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/** What a learner reads of a grade. */
function told({ status, message, points, checks }: ChapterGrade) {
  return {
    status,
    message,
    points,
    checks: checks.map(({ id, outcome, needs, message: said, file, sameCauseAs }) => {
      return { id, outcome, needs, said, file, sameCauseAs };
    }),
  };
}

// The last one first: a reader may begin anywhere, and later checks use what earlier ones have.
describe.each(chaptersToProve().toReversed())('$slug', ({ number }) => {
  test('the solution passes', async () => {
    const grade = await core.grade(number, undefined, 'solutions');
    const failed = grade.checks.filter(({ passed }) => !passed);
    expect(failed.map(({ id, message }) => [id, message])).toEqual([]);
    expect(grade).toMatchObject({ status: 'passed', points: 100, output: '' });
  });
});

test('starters fail as in Node, with the same words', async () => {
  const scratch = makeScratch(courseRoot);
  const grader = await Grader.open({ root: scratch.root });
  try {
    await core.write(filesOf(slugs, starterFiles));
    const numbers = chaptersToProve().map(({ number }) => number);
    for (const grade of await grader.grade(numbers)) {
      expect(told(await core.grade(grade.chapter)), grade.slug).toEqual(told(grade));
    }
  } finally {
    grader.close();
    scratch.remove();
  }
});

test('what a failed check leaves behind is in no later run', async () => {
  const slug = '03-authenticator';
  const rejects = '3.5/no-command-for-express';
  await core.write(filesOf(slugs, solutionFiles));
  // The check ends while a request still waits for its answer.
  const wrong = (text: string) =>
    text.replace('await authenticate(request)', 'authenticate(request)');
  const unfinished = await gradeWith(slug, 'guard.ts', wrong, '3.5/awaits-an-authenticator');
  expect(unfinished.status).toBe('failed');
  expect((await core.grade(3, rejects)).checks).toMatchObject([{ id: rejects, passed: true }]);
});

describe.each(chaptersToProve())('$slug, finished but for one thing', ({ slug }) => {
  beforeAll(() => core.write(filesOf(slugs, solutionFiles)));

  test('mistakes are caught by their checks, with the same words', async () => {
    const { mistakes } = (await import(`../mistakes/${slug}.ts`)) as { mistakes: Mistake[] };
    for (const { name, file, find, replace, caughtBy, saying } of mistakes.filter(isTodays)) {
      const grade = await gradeWith(
        slug,
        file,
        (text) => text.replace(find, () => replace),
        caughtBy,
      );
      const check = grade.checks.find(({ id }) => id === caughtBy);
      expect(check?.outcome, name).toBe('failed');
      expect(check?.message, name).toContain(saying);
    }
  });

  test('variants pass', async () => {
    const { variants } = (await import(`../variants/${slug}.ts`)) as { variants: Variant[] };
    for (const variant of variants.filter(isTodays)) {
      const { task, name, file } = variant;
      const change = (text: string) => withVariant(text, `solutions/${slug}/${file}`, variant);
      const { status, checks } = await gradeWith(slug, file, change, task);
      const failed = checks.filter(({ passed }) => !passed);
      expect(
        failed.map(({ id, message }) => [id, message]),
        name,
      ).toEqual([]);
      expect(status, name).toBe('passed');
    }
  });
});

/** Grades a chapter with one file of its solution changed, and puts that back. */
async function gradeWith(
  slug: string,
  file: string,
  change: (solution: string) => string,
  only: string,
): Promise<ChapterGrade> {
  const path = `chapters/${slug}/${file}`;
  const solution = readFileSync(join(courseRoot, 'solutions', slug, file), 'utf8');
  await core.write({ [path]: change(solution) });
  const grade = await core.grade(Number(slug.slice(0, 2)), only);
  await core.write({ [path]: solution });
  return grade;
}
