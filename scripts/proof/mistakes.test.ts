import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import { readKnownMistakes } from '../grading/node/known-mistakes.ts';
import { chaptersToProve } from './chapters-to-prove.ts';
import { changeOf, mistakesOf } from './mistake.ts';
import { hashesOf } from './recognition/record.ts';
import { Trials } from './trial.ts';

let trials: Trials;
beforeAll(async () => {
  trials = await Trials.open();
});
afterAll(() => trials.close());

for (const { number, slug } of chaptersToProve()) {
  const mistakes = await mistakesOf(slug);
  const known = readKnownMistakes(courseRoot, slug);

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
      const { task, name, file, caughtBy, saying, variesOtherwise } = mistake;
      const edit = { [`${slug}/${file}`]: changeOf(mistake) };
      const grade = await trials.grade(number, edit, caughtBy);
      expect(grade.status).not.toBe('passed');
      const failed = grade.checks.filter(({ passed }) => !passed).map(({ id }) => id);
      expect(failed, 'the checks that failed').toContain(caughtBy);
      const check = grade.checks.find(({ id }) => id === caughtBy);
      expect(check?.message).toContain(saying);
      // Nothing is recorded of a chapter whose mistakes have no kinds yet.
      if (!known) return;
      const recorded = known.tasks[task]?.[name]?.failed[caughtBy.slice(task.length + 1)];
      const stale = `the record of known mistakes is stale: npm run mistakes:record ${number}`;
      expect(recorded, stale).toBeDefined();
      if (!variesOtherwise) expect(check && hashesOf(check), stale).toBe(recorded);
    });
  });
}
