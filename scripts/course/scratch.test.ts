import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFixture, put } from './fixture.ts';
import { makeScratch } from './scratch.ts';

let root: string;
let remove: () => void;
beforeEach(() => ({ root, remove } = makeFixture({ commands: true })));
afterEach(() => remove());

test("a scratch copy holds starters or solutions, the checks, and nothing of the learner's", () => {
  writeFileSync(join(root, 'chapters/01-first/greet.ts'), 'mine');
  put(root, 'chapters/01-first/helper.ts', 'mine');
  put(root, '.workbook/progress.json', '{}');
  const scratch = makeScratch(root, { solved: [2] });
  try {
    const read = (path: string) => readFileSync(join(scratch.root, path), 'utf8');
    expect(read('chapters/01-first/greet.ts')).toContain(`todo('1.1', '/chapters/01-first#1-1');`);
    expect(read('chapters/02-second/key-pair.ts')).toBe(read('solutions/02-second/key-pair.ts'));
    expect(read('chapters/01-first/first.test.ts')).toBe('// by hand\n');
    expect(existsSync(join(scratch.root, 'chapters/00-open-api/app.ts'))).toBe(true);
    expect(existsSync(join(scratch.root, 'chapters/01-first/helper.ts'))).toBe(false);
    expect(existsSync(join(scratch.root, '.workbook'))).toBe(false);
    expect(existsSync(join(scratch.root, 'node_modules/express/package.json'))).toBe(true);
  } finally {
    scratch.remove();
  }
  expect(existsSync(scratch.root)).toBe(false);
  expect(existsSync(join(root, 'node_modules/express/package.json'))).toBe(true);
});
