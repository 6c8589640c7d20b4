import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vitepress';
import { describe, expect, test } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { findRegions } from '../course/regions.ts';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';

const chapters = listChapters(courseRoot);

describe.each(chapters)('the page of $slug', ({ number, slug }) => {
  const file = join(courseRoot, 'docs', 'chapters', `${slug}.md`);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';

  test('has a section for every task, where hints and the 501 answers lead', () => {
    expect(text, `docs/chapters/${slug}.md`).not.toBe('');
    const wanted = number === 0 ? [] : listTasks(courseRoot, slug).map(({ task }) => task);
    const missing = wanted.filter((task) => !text.includes(`{#${task.replace('.', '-')}}`));
    expect(missing, `tasks without a section in docs/chapters/${slug}.md`).toEqual([]);
  });

  test('shows code from files and regions that are there', () => {
    for (const [, path = '', region] of text.matchAll(/^<<< (\S+?)(?:#(\S+))?(?: \{.*\})?$/gm)) {
      const source = join(dirname(file), path);
      expect(existsSync(source), `${path} in docs/chapters/${slug}.md`).toBe(true);
      // What a learner is in the middle of writing belongs on no page.
      expect(path).toMatch(/\/(solutions|chapters\/00-open-api)\//);
      if (region === undefined) continue;
      const regions = findRegions(readFileSync(source, 'utf8'), source);
      expect(
        regions.map(({ task }) => task),
        `regions of ${path}`,
      ).toContain(region);
    }
  });
});

test('the site builds: no dead link, no broken Markdown', { timeout: 60_000 }, async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'cairn-site-'));
  try {
    await build(join(courseRoot, 'docs'), { outDir });
    for (const { slug } of chapters) {
      expect(existsSync(join(outDir, 'chapters', `${slug}.html`)), slug).toBe(true);
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
