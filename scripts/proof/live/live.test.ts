import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listTasks } from '../../course/tasks.ts';
import { badgeOf, LiveBook, says } from './live-page.ts';

let book: LiveBook;
beforeAll(async () => {
  book = await LiveBook.open([2, 3]);
});
afterAll(() => book?.close());
afterEach(() => book.closePages());

const ONE = '/chapters/01-jwt-basics';
const SEGMENT = 'chapters/01-jwt-basics/decode-segment.ts';

test('a starter becomes the solution, save by save, and the page follows from 0 to 100', async () => {
  const page = await book.openPage(ONE);
  await page.evaluate(() => Object.assign(window, { same: true }));
  expect(await page.locator('.grade-word').textContent()).toBe('Not started yet');

  let before = 0;
  for (const { task } of listTasks(book.workbook.root, '01-jwt-basics')) {
    const badge = badgeOf(page, task);
    expect(await badge.textContent()).toBe('○ to be written');
    book.write(task, '01-jwt-basics');
    await badge.filter({ hasText: '✓ all checks pass' }).waitFor();
    const points = Number(
      /^\d+/.exec((await page.locator('.grade-word').textContent()) ?? '')?.[0],
    );
    expect(points).toBeGreaterThan(before);
    before = points;
  }
  await says(page, /^100 of 100 points: passed$/);
  const finished = page.getByRole('region', { name: 'Chapter finished' });
  expect(await finished.textContent()).toContain('You can now take a JSON Web Token apart');
  expect(await finished.getByRole('link').getAttribute('href')).toBe('/chapters/02-signing');
  expect(
    await page.locator('.VPSidebar a[href$="/01-jwt-basics"] .chapter-done').textContent(),
  ).toBe(' ✓, finished');
  expect(await page.locator('.live > [role=status]').textContent()).toBe(
    '100 of 100 points: passed',
  );
  // The terminal's progress is the same one, and the page was never loaded again.
  expect(JSON.parse(book.workbook.read('.workbook/progress.json'))).toHaveProperty(
    ['passed', '01-jwt-basics'],
    expect.any(String),
  );
  expect(await page.evaluate(() => Object.hasOwn(window, 'same'))).toBe(true);
});

describe('what fails', () => {
  test('is told with what was expected, and with one hint at a time', async () => {
    const page = await book.openPage(ONE);
    const right = book.workbook.read(SEGMENT);
    try {
      book.workbook.save(
        SEGMENT,
        right.replace(
          /#region 1\.1[^]*?\/\/ #endregion/,
          "#region 1.1\n  return Buffer.from(segment, 'base64url');\n  // #endregion",
        ),
      );
      await says(page, /\d+ checks? fails?/);
      const failed = page.locator('.check[data-outcome=failed]').first();
      expect(await failed.locator('.check-message').textContent()).toMatch(/expected/);
      expect(await failed.locator('.hints').count()).toBe(0);
      await failed.getByRole('button', { name: /Show a hint/ }).click();
      await failed.locator('.hints li').first().waitFor();
      expect(await failed.locator('.hints li').count()).toBe(1);
      // It is kept: the page that is opened again still has it, and grades nothing by itself.
      await page.reload();
      await page.locator('.hints li').first().waitFor();
      expect(await page.locator('.hints li').count()).toBe(1);
    } finally {
      book.workbook.save(SEGMENT, right);
    }
    await says(page, /^100 of 100/);
  });

  test.each([
    ['code that does not parse', 'export const = ;', /crashed/, /decode-segment\.ts:1/],
    ['code that ends the process', 'process.exit(3);', /crashed/, /exit|ended/i],
    ['an endless loop', 'for (;;) {}', /ran out of time/, /decode-segment\.ts/],
  ])('%s is said to be so, and the page goes on', async (_what, code, word, message) => {
    const page = await book.openPage(ONE);
    const right = book.workbook.read(SEGMENT);
    try {
      book.workbook.save(SEGMENT, code);
      await says(page, word);
      expect(await page.locator('.grade-message').first().textContent()).toMatch(message);
      // What is wrong has nothing to do with logic.
      if (word.source === 'crashed') {
        expect(await page.getByRole('button', { name: /hint/i }).count()).toBe(0);
      }
      // Loading the page again does not run it again.
      await page.reload();
      await says(page, word);
      expect(await page.locator('.live-pill-word.is-running').count()).toBe(0);
    } finally {
      book.workbook.save(SEGMENT, right);
    }
    await says(page, /^100 of 100/);
  });

  test('what passes is folded, and what is only missing is counted apart', async () => {
    const page = await book.openPage('/chapters/04-header');
    expect(await page.locator('.grade-word').textContent()).toBe('Not started yet');
    // A task that wasn't started shows its instructions.
    expect((await page.locator('.task .brief').first().textContent())?.length).toBeGreaterThan(80);
    await page.getByRole('button', { name: 'Grade now' }).click();
    await says(page, /\d+ to be written$/);
    expect(await page.locator('.grade-word').textContent()).not.toMatch(/fail/);
    expect(await page.locator('.check[data-outcome=failed]').count()).toBe(0);
  });

  test('every failed check says why, or where that is said', async () => {
    const page = await book.openPage(ONE);
    const right = book.workbook.read(SEGMENT);
    try {
      book.workbook.save(
        SEGMENT,
        right.replace(
          /#region 1\.1[^]*?\/\/ #endregion/,
          '#region 1.1\n  return Buffer.from(segment);\n  // #endregion',
        ),
      );
      await says(page, /\d+ checks? fails?/);
      const silent = await page
        .locator('.check[data-outcome=failed]')
        .evaluateAll((all) =>
          all
            .filter((check) => !check.querySelector('.check-message, .check-reason'))
            .map((check) => check.textContent),
        );
      expect(silent).toEqual([]);
      // Within a card the failures come first, and what passes is folded.
      const card = page.locator('details.task[data-state=failed]').first();
      expect(await card.locator('.passed').getAttribute('open')).toBeNull();
      expect(await card.locator('.open-checks .check[data-outcome=passed]').count()).toBe(0);
    } finally {
      book.workbook.save(SEGMENT, right);
    }
    await says(page, /^100 of 100/);
  });

  test('a file that is deleted, and comes back', async () => {
    const page = await book.openPage(ONE);
    const right = book.workbook.read(SEGMENT);
    rmSync(join(book.workbook.root, SEGMENT));
    await says(page, /crashed/);
    expect(await page.locator('.grade-message').first().textContent()).toContain(
      'decode-segment.ts',
    );
    book.workbook.save(SEGMENT, right);
    await says(page, /^100 of 100/);
  });
});

// One for each way a grade can end. `hostile.test.ts` has the many ways to get there.
describe('code that', () => {
  // One page for all: whatever the code did, the page is as good as new.
  let page: Page;
  beforeAll(async () => {
    page = await book.openPage(ONE, await book.browser.newContext());
  });
  afterAll(() => page.context().close());

  const APP = 'chapters/01-jwt-basics/app.ts';
  const CHECKS = 'chapters/01-jwt-basics/checks/1.1-decode-base64url.test.ts';
  const app = (handler: string) => `import express, { type Express } from 'express';
export function createApp(): Express {
  return express().use(express.json(), (request, response) => { ${handler} });
}
`;
  const decode = (line: string) => (right: string) =>
    right.replace(/#region 1\.1[^]*?\/\/ #endregion/, `#region 1.1\n  ${line}\n  // #endregion`);
  const decoded = "const bytes = Buffer.from(segment, 'base64url'); return bytes;";

  test.each<[what: string, file: string, change: (right: string) => string, told: RegExp]>([
    ['throws when it is imported', SEGMENT, () => "throw new Error('no luck');", /no luck/],
    ['prints without end', SEGMENT, decode(`for (;;) console.log('again');`), /ran out of time/],
    ['returns no app', APP, () => 'export function createApp() {}\n', /return app/],
    ['ends the process in a handler', APP, () => app('process.exit(0);'), /process\.exit/],
    [
      'takes more memory than its heap may have',
      SEGMENT,
      decode('const all = []; for (;;) all.push(new Array(3e7).fill(segment));'),
      /memory|ran out of time/,
    ],
    [
      'throws where nobody can catch it',
      SEGMENT,
      decode(`setTimeout(() => { throw new Error('stray'); }, 1); ${decoded}`),
      /stray/,
    ],
    [
      'has lost checks',
      CHECKS,
      () => `import { check, task } from '#check';
task('1.1', () => check('decodes', 'decodes', { points: 30, hint: '-' }, () => {}));
`,
      /worth \d+ points, not 100/,
    ],
  ])(
    '%s: it never passes, is said to be so, and the page goes on',
    async (_what, file, change, told) => {
      const right = book.workbook.read(file);
      try {
        book.workbook.save(file, change(right));
        const panel = page.locator('.grade');
        await panel.filter({ hasText: told }).waitFor();
        await says(page, /points: (?!passed)/);
      } finally {
        book.workbook.save(file, right);
      }
      await says(page, /^100 of 100/);
    },
  );
});

test('of many saves in a row the last one wins, in every tab', async () => {
  const page = await book.openPage(ONE);
  const other = await book.openPage(ONE);
  const right = book.workbook.read(SEGMENT);
  for (let save = 0; save < 10; save += 1) {
    book.workbook.save(SEGMENT, save % 2 ? `export const broken = ${save}` : 'for (;;) {}');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  }
  book.workbook.save(SEGMENT, `${right}\n// the last one\n`);
  await says(page, /^100 of 100/);
  await says(other, /^100 of 100/);
  book.workbook.save(SEGMENT, right);
  await says(page, /^100 of 100/);
});
