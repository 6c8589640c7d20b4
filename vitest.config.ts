import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What a test reads has no colours, wherever it runs: a CI would have them, a pipe would not.
process.env.NO_COLOR = '1';

/** The files that take longest, first: none of them is left when there is nothing beside it to do. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longest = ['live', 'site', 'mistakes', 'variants', 'pages', 'check-pages', 'hostile'];
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.indexOf(basename(moduleId, '.test.ts'));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

/** The project's own tests. A chapter's checks are run by `npm run grade`, not by this. */
export default defineConfig({
  test: {
    // Vitest would leave a core free; most of these wait for processes of their own, though.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'scripts/!(proof|cli)/**/*.test.ts',
            'scripts/cli/*/*.test.ts',
            'docs/.vitepress/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'course', include: ['scripts/proof/{solutions,starters}.test.ts'] } },
      { test: { name: 'commands', include: ['scripts/cli/*.test.ts'] } },
      {
        test: {
          name: 'contract',
          include: ['scripts/proof/{contract,answers/*,mutation/*}.test.ts'],
        },
      },
      { test: { name: 'hostile', include: ['scripts/proof/hostile*.test.ts'], maxConcurrency: 3 } },
      { test: { name: 'tools', include: ['scripts/proof/tools/*.test.ts'] } },
      { test: { name: 'variants', include: ['scripts/proof/variants.test.ts'] } },
      { test: { name: 'mistakes', include: ['scripts/proof/mistakes.test.ts'] } },
      { test: { name: 'live', include: ['scripts/proof/live/*.test.ts'], hookTimeout: 60_000 } },
      { test: { name: 'attack', include: ['scripts/proof/attack/*.test.ts'] } },
      { test: { name: 'pages', include: ['scripts/proof/pages/*.test.ts'] } },
      {
        test: {
          name: 'site',
          include: ['scripts/proof/{site/*,reference}.test.ts'],
          globalSetup: 'scripts/proof/site/built-site.ts',
        },
      },
    ],
  },
});
