import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import type { Equivalent } from './equivalent.ts';
import { oneLine } from './mutant.ts';
import { listSubjects } from './subjects.ts';

// Whether they survive takes minutes to tell. That the line is still there does not.
describe.each(listSubjects())('the equivalents of $name', ({ equivalents: path }) => {
  test('are about lines that are in the code', async () => {
    const file = join(courseRoot, path);
    if (!existsSync(file)) return;
    const { equivalents } = (await import(file)) as { equivalents: Equivalent[] };
    for (const { file, mutants } of equivalents) {
      const code = oneLine(readFileSync(join(courseRoot, file), 'utf8'));
      for (const { from } of mutants) expect(code, `${file}, listed in ${path}`).toContain(from);
    }
  });
});
