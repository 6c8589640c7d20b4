import { defineConfig } from 'vitest/config';

const slug = process.env['CHAPTER_SLUG'] ?? '';
export default defineConfig({
  ssr: { resolve: { conditions: ['solutions', 'module', 'node', 'development|production'] } },
  test: {
    include: [`chapters/${slug}/*.test.ts`],
    setupFiles: ['scripts/proof/mutation/load-solution.ts'],
    env: { CHAPTER_SLUG: slug },
  },
});
