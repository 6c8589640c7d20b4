import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The graded checks of the chapter that the environment names, on its solution. */
const slug = process.env['CAIRN_CHAPTER'] ?? '';
const folder = `chapters/${slug}`;
/** What is beside that folder only imports what is in it. */
const checks = existsSync(`${folder}/checks`) ? `${folder}/checks` : folder;

export default defineConfig({
  // As `npm run grade N -- --solutions` has it: see scripts/grading/grader.ts.
  ssr: { resolve: { conditions: ['solutions', 'module', 'node', 'development|production'] } },
  // Checks count Argon2's work.
  resolve: { alias: { '@node-rs/argon2': resolve('scripts/grading/check/argon2.ts') } },
  test: {
    include: [`${checks}/*.test.ts`],
    env: { CAIRN_CHAPTER: slug },
    setupFiles: ['scripts/proof/mutation/load-solution.ts'],
    // On a busy machine a check may lack time, whatever the mutant: let it lack it again.
    retry: { count: 2, condition: /^No answer within/ },
    // Stryker's own comes first, and puts the mutant in place.
    sequence: { setupFiles: 'list' },
  },
});
