import { defineConfig } from 'vitest/config';

/** The unit tests of the grading code that start no process: in one, no mutant would be in place. */
export default defineConfig({
  test: {
    include: [
      'scripts/grading/{judge,chapter-run,explain}.test.ts',
      'scripts/grading/node/{output,progress}.test.ts',
      'scripts/grading/{check,report}/*.test.ts',
    ],
  },
});
