import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What a test reads has no colours, wherever it runs: a CI would have them, a pipe would not.
process.env.NO_COLOR = '1';

/** The files that take longest, first: none of them is left when there is nothing beside it to do. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longest = ['live', 'site', 'pages', 'hostile', 'variants', 'mistakes', 'check-pages'];
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.indexOf(basename(moduleId, '.test.ts'));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function project(
  name: string,
  include: string[],
  more: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return { extends: true, test: { name, include, ...more } };
}

export default defineConfig({
  test: {
    // Vitest would leave a core free; most of these wait for processes of their own, though.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    // Whatever hangs is ended. What is only slow is not: a machine may be.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      // `npx vitest run chapters/03-authenticator`, for people who know Vitest, and a learner's own
      // tests. Not part of `npm test`, which leaves learners' files alone.
      {
        extends: true,
        test: { name: 'chapters', include: ['chapters/**/*.test.ts'] },
        resolve: {
          alias: {
            '@node-rs/argon2': join(import.meta.dirname, 'scripts/grading/check/argon2.ts'),
          },
        },
      },
      project(
        'unit',
        [
          'scripts/!(proof|cli)/**/*.test.ts',
          'scripts/cli/*/*.test.ts',
          'docs/.vitepress/**/*.test.ts',
          'docs/code/**/*.test.ts',
        ],
        // They leave nothing behind, and to begin anew for each takes longer than most of them do.
        { isolate: false },
      ),
      // Starters wait where the solutions answer: on a busy machine that can take too long.
      project('course', ['scripts/proof/{house,recognition,solutions,starters}.test.ts'], {
        maxWorkers: 1,
        sequence: { groupOrder: 2 },
      }),
      project('commands', ['scripts/cli/*.test.ts']),
      project('contract', ['scripts/proof/{contract*,answers/*,mutation/*}.test.ts']),
      // A verdict is due in seconds, and these are about that: nothing else runs beside them.
      project('hostile', ['scripts/proof/hostile*.test.ts'], {
        maxWorkers: 1,
        maxConcurrency: 2,
        sequence: { groupOrder: 1 },
      }),
      project('tools', ['scripts/proof/tools/*.test.ts']),
      project('variants', ['scripts/proof/variants.test.ts']),
      project('mistakes', ['scripts/proof/mistakes.test.ts']),
      project('live', ['scripts/proof/live/*.test.ts']),
      project('tab', ['scripts/proof/tab/*.test.ts']),
      project('attack', ['scripts/proof/attack/*.test.ts']),
      project('pages', ['scripts/proof/{pages/*,reference,extra-chapter}.test.ts']),
      project('site', ['scripts/proof/site/*.test.ts'], {
        globalSetup: 'scripts/proof/site/built-site.ts',
      }),
    ],
  },
});
