import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { layFiles, solutionFiles } from '../../course/starters.ts';
import { mismatch } from '../pages/matches.ts';
import { blocksOf } from '../pages/page-blocks.ts';
import { newPage } from '../../lib/browser.ts';
import { LiveBook } from './live-page.ts';

let book: LiveBook;
beforeAll(async () => {
  book = await LiveBook.open([]);
});
afterAll(() => book?.close());
afterEach(() => book.closePages());

/** What came of the buttons of a page. */
interface Presses {
  pressed: number;
  faults: string[];
}

/** Presses every button of a page, from the top down, as its reader would who does what it says. */
async function pressAll(slug: string): Promise<Presses> {
  const path = `docs/chapters/${slug}.md`;
  const page = await newPage(book.context);
  await page.goto(`${book.workbook.url}/chapters/${slug}`);
  await page.locator('.live-pill').waitFor();
  await page.locator('.vp-doc [data-offers]').first().waitFor({ state: 'attached' });
  // What is folded has buttons, too.
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
  const presses: Presses = { pressed: 0, faults: [] };
  let shells = 0;
  let output: string | undefined;
  /** The next answer is of something else: a grade, or what the page only shows. */
  let skip = false;

  for (const { line, content } of blocksOf(readFileSync(join(courseRoot, path), 'utf8'))) {
    if (content.kind === 'solved') {
      layFiles(book.workbook.root, solutionFiles(book.workbook.root, slug));
      await settled(page);
    } else if (content.kind === 'run') {
      output = undefined;
      // The learner's code as the page says that it is now.
      if (!/^(sed -i|cp solutions)/.test(content.command)) continue;
      execFileSync('sh', ['-c', content.command], { cwd: book.workbook.root });
      await settled(page);
    } else if (content.kind === 'with' || content.kind === 'as' || content.kind === 'skip') {
      skip = true;
    } else if (content.kind === 'shell') {
      const shell = page.locator('.vp-doc .language-sh:not([hidden])').nth(shells);
      shells += 1;
      expect((await shell.locator('code').textContent())?.trim()).toBe(content.text.trim());
      output = undefined;
      for (const button of await shell.locator('.send-it button').all()) {
        presses.pressed += 1;
        let came = await press(page, button);
        // A busy machine takes longer to start an API than a reader would wait.
        for (let more = 0; more < 3 && /does not start/.test(came); more += 1) {
          came = await press(page, button);
        }
        output = `${output ?? ''}${came}\n`;
        if (!came.startsWith('HTTP/')) {
          presses.faults.push(`${path}:${line}: ${await button.textContent()}: ${came}`);
        }
      }
    } else if (content.kind === 'answer') {
      const what = skip || output === undefined ? undefined : mismatch(content, output);
      if (what !== undefined)
        presses.faults.push(`${path}:${line}: ${what}; this came:\n${output}`);
      skip = false;
    }
  }
  return presses;
}

/** Presses a button, and gives back the answer as it came, or what the panel says instead. */
async function press(page: Page, button: Locator): Promise<string> {
  const idOf = () =>
    page.evaluate(
      () => document.querySelector<HTMLElement>('#live-dock .answer')?.dataset['id'] ?? '',
    );
  const before = await idOf();
  await button.click();
  const problem = page.locator('.console-problem');
  const isDone = async () => {
    if (await page.getByRole('button', { name: 'Waiting …' }).count()) return 'waiting';
    return (await problem.count()) > 0 || !['', before].includes(await idOf()) ? 'done' : 'nothing';
  };
  await expect.poll(isDone, { message: (await button.textContent()) ?? '' }).toBe('done');
  if ((await problem.count()) > 0) return (await problem.textContent()) ?? '';
  const raw = page.getByLabel('Raw bytes');
  if (!(await raw.isChecked())) await raw.check();
  return (await page.locator('.answer-text').textContent()) ?? '';
}

/** Resolves when a save has been graded: then the API is out of date, too, and starts anew. */
async function settled(page: Page): Promise<void> {
  const word = page.locator('.live-pill-word');
  await word.filter({ hasText: 'grading' }).waitFor();
  await word.filter({ hasNotText: 'grading' }).waitFor();
}

test.each(listChapters(courseRoot))(
  'every button on the page of $slug gets the answer that the page shows',
  async ({ number, slug }) => {
    for (const before of listChapters(courseRoot)) {
      if (before.number === 0 || before.number >= number) continue;
      layFiles(book.workbook.root, solutionFiles(book.workbook.root, before.slug));
    }
    const { pressed, faults } = await pressAll(slug);
    expect(faults).toEqual([]);
    expect(pressed).toBeGreaterThan(0);
  },
);
