import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRegions, replaceBody } from '../course/regions.ts';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import { chaptersToProve } from './chapters-to-prove.ts';
import { Trials } from './trial.ts';
import type { Variant } from './variant.ts';

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

    test.concurrent.for(variants)('$task $name', async (variant, { expect }) => {
      const grade = await trials.grade(number, `${slug}/${variant.file}`, (solution) =>
        withRegion(solution, `solutions/${slug}/${variant.file}`, variant),
      );
      const refused = grade.checks.filter(({ passed }) => !passed);
      expect(refused.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
      expect(grade).toMatchObject({ status: 'passed', points: 100 });
    });
  });
}

function withRegion(solution: string, file: string, { task, region, imports }: Variant): string {
  const found = findRegions(solution, file).find((one) => one.task === task);
  if (!found) throw new Error(`${file} has no region ${task}.`);
  const changed = replaceBody(solution, found, region);
  return imports === undefined ? changed : `${imports}\n${changed}`;
}
