import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import type { ChapterGrade } from '../grading/outcome.ts';
import { chaptersToProve } from './chapters-to-prove.ts';
import { Trials } from './trial.ts';
import { type Variant, withVariant } from './variant.ts';

let trials: Trials;
beforeAll(async () => {
  trials = await Trials.open();
});
afterAll(() => trials.close());

for (const { number, slug } of chaptersToProve()) {
  const { variants } = (await import(`./variants/${slug}.ts`)) as { variants: Variant[] };

  describe(slug, () => {
    test('every task has a variant, each with a name of its own', () => {
      for (const { task } of listTasks(courseRoot, slug)) {
        const own = variants.filter((variant) => variant.task === task);
        const wanted = `variants of task ${task}: write one in scripts/proof/variants/${slug}.ts`;
        expect(own.length, wanted).toBeGreaterThanOrEqual(1);
      }
      expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
    });

    const grade = (some: Variant[]) => trials.grade(number, editsOf(some, slug));
    const rounds = roundsOf(variants).map((some) => {
      let first: Promise<ChapterGrade> | undefined;
      return { some, grade: () => (first ??= grade(some)) };
    });

    // Those of different tasks are tried together, for a learner's chapter is all their own. Alone,
    // when that fails: to see which of them it is.
    test.concurrent.for(variants)('$task $name', async (variant, { expect }) => {
      const together = await rounds.find(({ some }) => some.includes(variant))?.grade();
      const { checks, status, points } =
        together?.status === 'passed' ? together : await grade([variant]);
      const refused = checks.filter(({ passed }) => !passed);
      expect(refused.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
      expect({ status, points }).toEqual({ status: 'passed', points: 100 });
    });
  });
}

/** Each round has one variant of a task at the most: the first of each, the second of each, … */
function roundsOf(variants: Variant[]): Variant[][] {
  const rounds: Variant[][] = [];
  for (const variant of variants) {
    const round = rounds.find((some) => some.every(({ task }) => task !== variant.task));
    if (round) round.push(variant);
    else rounds.push([variant]);
  }
  return rounds;
}

function editsOf(variants: Variant[], slug: string): Record<string, (solution: string) => string> {
  const files = [...new Set(variants.map(({ file }) => file))];
  return Object.fromEntries(
    files.map((file) => {
      const own = variants.filter((variant) => variant.file === file);
      const edit = (solution: string) =>
        own.reduce((text, each) => withVariant(text, `solutions/${slug}/${file}`, each), solution);
      return [`${slug}/${file}`, edit];
    }),
  );
}
