import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isShortEnough } from '../course/brief.ts';
import { briefOf, listChapters } from '../course/chapters.ts';
import { listFiles } from '../lib/files.ts';
import { findRegions } from '../course/regions.ts';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import { circlesIn } from './house/circles.ts';
import { importsOf } from './house/imports.ts';
import { wrongWith } from './house/rules.ts';

const MOST_LINES = { test: 500, source: 350 };
/** Rows beneath rows: a table is as long as there is something to put into it. */
const TABLES = [
  'scripts/proof/mistakes/',
  'scripts/proof/variants/',
  'scripts/proof/kinds/',
  'scripts/proof/attack/attacks/',
  'scripts/proof/mutation/equivalents/',
  'scripts/proof/tricks/',
];

const sources = ['chapters', 'solutions', 'scripts', 'docs/.vitepress'].flatMap((tree) =>
  listFiles(join(courseRoot, tree))
    .map((file) => `${tree}/${file}`)
    .filter((path) => /\.(ts|mjs|vue|css)$/.test(path))
    .filter((path) => !/\/(node_modules|cache|dist|\.temp)\//.test(path)),
);
const imports = sources
  .filter((path) => !path.endsWith('.css'))
  .flatMap((path) => importsOf(courseRoot, path));

test('imports point one way', () => {
  const wrong = imports.flatMap((each) => {
    const why = wrongWith(each);
    return why === undefined ? [] : [`${each.from} imports ${each.to ?? each.specifier}: ${why}`];
  });
  expect([...new Set(wrong)]).toEqual([]);
});

test('no import leads back to where it comes from', () => {
  expect(circlesIn(imports)).toEqual([]);
});

test('no file is too long to be read', () => {
  const long = sources
    .filter((path) => !TABLES.some((table) => path.startsWith(table)))
    .filter((path) => {
      const lines = readFileSync(join(courseRoot, path), 'utf8').split('\n').length - 1;
      return lines > MOST_LINES[path.endsWith('.test.ts') ? 'test' : 'source'];
    });
  expect([...new Set(long)]).toEqual([]);
});

test('the instructions in each starter are ten lines at most', () => {
  const long = listChapters(courseRoot).flatMap(({ slug }) => {
    const { tasks } = briefOf(courseRoot, slug);
    return listTasks(courseRoot, slug)
      .filter(({ task, file }) => {
        const path = join(courseRoot, 'solutions', slug, file);
        const regions = findRegions(readFileSync(path, 'utf8'), path);
        const indent = regions.find((region) => region.task === task)?.indent ?? '';
        const brief = tasks.find((each) => each.task === task);
        return brief && !isShortEnough(brief, indent);
      })
      .map(({ task }) => task);
  });
  expect([...new Set(long)]).toEqual([]);
});

describe('the rules themselves', () => {
  test.each([
    ['scripts/course/chapters.ts', 'scripts/grading/judge.ts', 'course may use lib'],
    ['scripts/cli/grade.ts', 'scripts/live/plugin.ts', 'cli may use serve'],
    ['scripts/bench/bench.ts', 'scripts/proof/trial.ts', 'bench may use serve'],
    ['scripts/cli/api.test.ts', 'scripts/proof/trial.ts', 'cli may use serve'],
    ['docs/.vitepress/theme/x.vue', 'scripts/live/plugin.ts', 'the site may use'],
    ['chapters/03-authenticator/app.ts', 'chapters/04-header/app.ts', 'comes later'],
    ['chapters/03-authenticator/checks/x.ts', 'scripts/course/root.ts', '#check alone'],
  ])('%s may not import %s', (from, to, why) => {
    expect(wrongWith({ from, to, specifier: './x.ts' })).toContain(why);
  });

  test.each([
    ['scripts/cli/grade.ts', 'scripts/grading/judge.ts'],
    ['scripts/proof/trial.ts', 'scripts/live/plugin.ts'],
    ['scripts/cli/api.test.ts', 'scripts/proof/testing/tiny-course.ts'],
    ['docs/.vitepress/config.ts', 'scripts/live/plugin.ts'],
    ['solutions/04-header/app.ts', 'solutions/03-authenticator/guard.ts'],
  ])('%s may import %s', (from, to) => {
    expect(wrongWith({ from, to, specifier: './x.ts' })).toBeUndefined();
  });

  test('the engine may not import what only Node has, and its hosts may', () => {
    const specifier = 'node:fs';
    expect(wrongWith({ from: 'scripts/grading/judge.ts', specifier })).toContain('browser');
    expect(wrongWith({ from: 'scripts/grading/node/host.ts', specifier })).toBeUndefined();
  });

  test('a type, a re-export and an import() are imports, in a component too', () => {
    const course = mkdtempSync(join(tmpdir(), 'cairn-imports-'));
    const script = `import type { A } from './a.ts';
export * from './b.ts';
type C = import('./c.ts').C;
await import('./d.ts');`;
    for (const name of 'abcd') writeFileSync(join(course, `${name}.ts`), '');
    writeFileSync(join(course, 'x.vue'), `<script setup lang="ts">\n${script}\n</script>\n`);
    const found = importsOf(course, 'x.vue').map(({ to }) => to);
    rmSync(course, { recursive: true });
    expect(found).toEqual(['a.ts', 'b.ts', 'c.ts', 'd.ts']);
  });

  test('a circle is found, however long', () => {
    const lead = (from: string, to: string) => ({ from, to, specifier: to });
    const imported = [lead('a', 'b'), lead('b', 'c'), lead('c', 'b'), lead('c', 'd')];
    expect(circlesIn(imported)).toEqual([['b', 'c']]);
    expect(circlesIn(imported.slice(0, 2))).toEqual([]);
  });
});
