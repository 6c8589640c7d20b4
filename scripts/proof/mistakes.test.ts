import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import type { Mistake } from './mistake.ts';
import { chaptersToProve } from './chapters-to-prove.ts';
import { Trials } from './trial.ts';

let trials: Trials;
beforeAll(async () => {
  trials = await Trials.open();
});
afterAll(() => trials.close());

for (const { number, slug } of chaptersToProve()) {
  const { mistakes } = (await import(`./mistakes/${slug}.ts`)) as { mistakes: Mistake[] };

  describe(slug, () => {
    test('every task has four mistakes or more, each with a name of its own', () => {
      for (const { task } of listTasks(courseRoot, slug)) {
        const own = mistakes.filter((mistake) => mistake.task === task);
        const wanted = `mistakes of task ${task}: write some in scripts/proof/mistakes/${slug}.ts`;
        expect(own.length, wanted).toBeGreaterThanOrEqual(4);
      }
      expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
      // Those of another task may not be what catches it.
      for (const { task, caughtBy } of mistakes) expect(caughtBy.split('/')[0]).toBe(task);
    });

    test.concurrent.for(mistakes)('$task $name', async (mistake, { expect }) => {
      const { file, find, replace, caughtBy, saying } = mistake;
      const change = (solution: string) => {
        const occurrences = solution.split(find).length - 1;
        expect(occurrences, `how often \`find\` occurs in ${file}`).toBe(1);
        return solution.replace(find, () => replace);
      };
      const grade = await trials.grade(number, { [`${slug}/${file}`]: change }, caughtBy);
      expect(grade.status).not.toBe('passed');
      const failed = grade.checks.filter(({ passed }) => !passed).map(({ id }) => id);
      expect(failed, 'the checks that failed').toContain(caughtBy);
      expect(grade.checks.find(({ id }) => id === caughtBy)?.message).toContain(saying);
    });
  });
}
