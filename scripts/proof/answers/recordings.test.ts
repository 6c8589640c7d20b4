import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { recordings } from './recordings.ts';

test.each(recordings)('$file is what the finished API answers', async ({ file, record }) => {
  const kept = readFileSync(join(courseRoot, file), 'utf8');
  const hint =
    'node --import ./scripts/lib/typescript.mjs scripts/proof/answers/record.ts writes it anew';
  expect(kept, hint).toBe(await record());
});
