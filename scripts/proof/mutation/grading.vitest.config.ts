import { defineConfig } from 'vitest/config';

/** The unit tests of the grading code. */
export default defineConfig({ test: { include: ['scripts/grading/**/*.test.ts'] } });
