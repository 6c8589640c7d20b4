import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOn } from '../site/axe.ts';
import { newPage } from '../../lib/browser.ts';
import { badgeOf, cardOf, LiveBook } from './live-page.ts';

let book: LiveBook;
beforeAll(async () => {
  book = await LiveBook.open([1, 2, 3]);
});
afterAll(() => book?.close());
afterEach(() => book.closePages());

const ONE = '/chapters/01-jwt-basics';

describe('compare, solve and reset', () => {
  test('each says what it does first, keeps a copy, and says where', async () => {
    const page = await book.openPage('/chapters/04-header');
    const card = await cardOf(page, '4.1');
    const file = 'chapters/04-header/read-bearer.ts';
    const starter = book.workbook.read(file);

    await card.getByRole('button', { name: 'Compare with the solution' }).click();
    expect(await card.locator('.live-compare').count()).toBe(0);
    await card.getByRole('button', { name: 'Show the solution' }).click();
    await card.locator('.diff td[data-sign="+"]').first().waitFor();

    await card.getByRole('button', { name: 'Use the solution' }).click();
    await card.getByRole('button', { name: 'Cancel' }).click();
    expect(book.workbook.read(file)).toBe(starter);
    await card.getByRole('button', { name: 'Use the solution' }).click();
    await card.getByRole('button', { name: 'Yes' }).click();
    const kept = await page.locator('.notice code').textContent();
    expect(book.workbook.read(join(kept ?? '', file))).toBe(starter);
    expect(book.workbook.read(file)).not.toBe(starter);
    await badgeOf(page, '4.1').filter({ hasText: 'all checks pass' }).waitFor();

    // A passed task has no warning before its comparison.
    await cardOf(page, '4.1');
    await card.getByRole('button', { name: 'Compare with the solution' }).click();
    await card.getByText('Your code is the same as the solution.').waitFor();
    await card.getByRole('button', { name: 'Hide the comparison' }).click();
    expect(await card.locator('.live-compare').count()).toBe(0);
    const advice = page.locator('.compare[data-task="4.1"] .compare-advice');
    expect(await advice.isVisible()).toBe(false);
    await card.getByRole('button', { name: 'Start again' }).click();
    await card.getByRole('button', { name: 'Yes' }).click();
    await badgeOf(page, '4.1').filter({ hasText: 'to be written' }).waitFor();
    expect(book.workbook.read(file)).toBe(starter);
  });

  test('a comparison is of code; comments are shown when asked for', async () => {
    const page = await book.openPage('/chapters/05-errors');
    const card = await cardOf(page, '5.1');
    await card.getByRole('button', { name: 'Compare with the solution' }).click();
    expect(await card.locator('.notice').textContent()).toContain('Hints are free');
    await card.getByRole('button', { name: 'Show the solution' }).click();
    const diff = card.locator('.diff');
    await diff.waitFor();
    expect(await diff.textContent()).not.toMatch(/\/\/ /);
    await card.getByLabel('Show comments, too').check();
    expect(await diff.textContent()).toMatch(/\/\/ /);
    // Every line has its sign, and none of them scrolls.
    const scrolls = await diff.evaluate((table) => table.scrollWidth > table.clientWidth);
    expect(scrolls).toBe(false);
  });

  test('a chapter is begun from the reference when those before it are not finished', async () => {
    const page = await book.openPage('/chapters/06-two-firewalls');
    await page.getByRole('button', { name: 'Use the solutions of those chapters' }).click();
    await page.getByRole('button', { name: 'Yes, use the solutions' }).click();
    await page.locator('.notice').filter({ hasText: 'are the solutions now' }).waitFor();
    expect(book.workbook.read('chapters/05-errors/entry-point.ts')).toBe(
      book.workbook.read('solutions/05-errors/entry-point.ts'),
    );
  });
});

test('the panel is accessible, in light and dark, with everything unfolded', async () => {
  const page = await book.openPage('/chapters/03-authenticator');
  await page.getByRole('button', { name: 'Grade now' }).click();
  await page
    .locator('.grade-word')
    .filter({ hasText: /points: / })
    .waitFor();
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('.live details')) {
      details.open = true;
    }
  });
  const found: string[] = [];
  for (const tab of ['Code', 'Grade', 'Requests']) {
    await page.getByRole('tab', { name: tab }).click();
    if (tab === 'Code') await page.locator('.cm-line').first().waitFor();
    for (const dark of [false, true]) {
      await page.evaluate((is) => {
        // Colours change in a moment, and axe would look at that moment.
        const style = document.createElement('style');
        style.textContent = '* { transition: none !important; }';
        document.head.append(style);
        document.documentElement.classList.toggle('dark', is);
      }, dark);
      const violations = await violationsOn(page, '.live');
      const theme = dark ? 'dark' : 'light';
      found.push(...violations.map((violation) => `${tab}, ${theme}: ${violation}`));
    }
  }
  expect(found).toEqual([]);
});

test.each([1280, 1440, 1920])('the panel stands beside the prose, at %i px', async (width) => {
  const page = await book.openPage(ONE);
  await page.setViewportSize({ width, height: 900 });
  const edgesOf = (selector: string) =>
    page.locator(selector).evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return { left, right };
    });
  const prose = await edgesOf('.vp-doc');
  expect(prose.left).toBeGreaterThanOrEqual((await edgesOf('.VPSidebar')).right);
  expect(prose.right).toBeLessThanOrEqual((await edgesOf('.live-dock')).left);
  expect(prose.right - prose.left).toBeGreaterThan(400);
});

describe('the reader’s place', () => {
  /** The first text that begins below the bars, and its height on the screen. */
  const placeIn = (page: Page, text?: string) =>
    page.evaluate((wanted) => {
      const all = [...document.querySelectorAll('.vp-doc :is(h2, h3, p, li, pre, td, summary)')];
      const bars = [...document.querySelectorAll('.VPNavBar, .VPLocalNav')];
      const below = Math.max(...bars.map((bar) => bar.getBoundingClientRect().bottom));
      const found = all.find((element) =>
        wanted === undefined
          ? element.getBoundingClientRect().top >= below && element.checkVisibility()
          : element.textContent === wanted,
      );
      return {
        text: found?.textContent ?? '',
        top: Math.round(found?.getBoundingClientRect().top ?? 0),
      };
    }, text);

  test.each([390, 768, 1024, 1440])(
    'is kept as the panel opens, moves and closes: %i px',
    async (width) => {
      const context = await book.browser.newContext({ viewport: { width, height: 900 } });
      try {
        const page = await newPage(context);
        await page.goto(`${book.workbook.url}/chapters/03-authenticator`);
        await page.locator('.live-pill').waitFor();
        await page.locator('.live-intro').getByRole('button', { name: 'Got it' }).click();
        await page.evaluate(() => {
          const middle = document.documentElement.scrollHeight / 2;
          window.scrollTo({ top: middle, behavior: 'instant' });
        });
        const before = await placeIn(page);
        const isKept = async () => {
          await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
          const { top } = await placeIn(page, before.text);
          expect(Math.abs(top - before.top), `${top} for ${before.top}`).toBeLessThan(4);
        };
        await page.locator('.live-pill').click();
        await page.locator('.live-dock').waitFor();
        await isKept();
        const edge = page.getByRole('separator');
        await edge.focus();
        await page.keyboard.press('Home');
        await isKept();
        const move = page.getByRole('button', { name: /Dock/ });
        if (width >= 640) {
          await move.click();
          await isKept();
        } else expect(await move.count()).toBe(0);
        await page.keyboard.press('Escape');
        await isKept();
      } finally {
        await context.close();
      }
    },
  );

  test('a request that is sent from the page stays in view', async () => {
    const page = await newPage(book.context);
    await page.goto(`${book.workbook.url}/chapters/03-authenticator`);
    await page.setViewportSize({ width: 900, height: 800 });
    const button = page.locator('.send-it button').first();
    await button.click();
    await page.locator('.console-status').waitFor();
    const [under, panel] = await Promise.all([
      button.evaluate((element) => element.getBoundingClientRect().bottom),
      page.locator('.live-dock').evaluate((element) => element.getBoundingClientRect().top),
    ]);
    expect(under).toBeLessThanOrEqual(panel);
  });
});

test('where it is docked, and how large it is, is remembered', async () => {
  const context = await book.browser.newContext({ viewport: { width: 1300, height: 900 } });
  try {
    const page = await book.openPage(ONE, context);
    const dock = page.locator('.live-dock');
    expect(await dock.getAttribute('data-side')).toBe('right');
    await page.getByRole('button', { name: 'Dock below' }).click();
    const edge = page.getByRole('separator');
    const before = Number(await edge.getAttribute('aria-valuenow'));
    await edge.focus();
    await page.keyboard.press('ArrowUp');
    expect(Number(await edge.getAttribute('aria-valuenow'))).toBe(before + 40);
    const box = await edge.boundingBox();
    await page.mouse.move(600, (box?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move(600, (box?.y ?? 0) + 68);
    await page.mouse.up();
    await expect
      .poll(async () => Number(await edge.getAttribute('aria-valuenow')))
      .toBe(before - 20);
    await page.reload();
    await dock.waitFor();
    expect(await dock.getAttribute('data-side')).toBe('below');
    expect(Number(await edge.getAttribute('aria-valuenow'))).toBe(before - 20);
  } finally {
    await context.close();
  }
});

test.each([390, 768, 1024, 1280])(
  'closed, it covers no text; open, it is cut nowhere: %i px',
  async (width) => {
    const context = await book.browser.newContext({ viewport: { width, height: 844 } });
    try {
      const page = await newPage(context);
      await page.goto(book.workbook.url + ONE);
      const pill = page.locator('.live-pill');
      await pill.waitFor();
      // It stands in a bar of the page, within the bar.
      const covered = await pill.evaluate((element) => {
        const bar = element.closest('.VPNavBar, .VPLocalNav')?.getBoundingClientRect();
        const { top, bottom, left, right } = element.getBoundingClientRect();
        return !bar || top < bar.top || bottom > bar.bottom || left < 0 || right > innerWidth;
      });
      expect(covered).toBe(false);
      const others = await page
        .locator('.VPLocalNav button:visible, .VPNavBar .content-body > :visible')
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON() as DOMRect));
      const own = await pill.evaluate(
        (element) => element.getBoundingClientRect().toJSON() as DOMRect,
      );
      const over = others.filter(
        (other) =>
          JSON.stringify(other) !== JSON.stringify(own) &&
          other.left < own.right &&
          own.left < other.right &&
          other.top < own.bottom &&
          own.top < other.bottom,
      );
      expect(over).toEqual([]);
      await pill.click();
      const edges = await page.locator('.live-dock').evaluate((element) => {
        const { left, right, bottom } = element.getBoundingClientRect();
        return {
          left,
          right: document.documentElement.clientWidth - right,
          bottom: innerHeight - bottom,
        };
      });
      expect(edges.left).toBeGreaterThanOrEqual(0);
      expect(edges.right).toBeGreaterThanOrEqual(0);
      expect(edges.bottom).toBeGreaterThanOrEqual(0);
      const tooWide = await page
        .locator('.live-panel')
        .evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(tooWide).toBe(0);
    } finally {
      await context.close();
    }
  },
);

test('it is introduced once', async () => {
  const context = await book.browser.newContext();
  try {
    const page = await newPage(context);
    await page.goto(`${book.workbook.url}/chapters/00-open-api`);
    await page.locator('.live-intro').getByRole('button', { name: 'Got it' }).click();
    await page.locator('.live-intro').waitFor({ state: 'detached' });
    await page.goto(book.workbook.url + ONE);
    await page.locator('.live-pill').waitFor();
    expect(await page.locator('.live-intro').count()).toBe(0);
  } finally {
    await context.close();
  }
});

test('the panel opens, changes its tab, and closes by keyboard', async () => {
  const page = await book.openPage(ONE);
  await page.locator('#live-tab-grade').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('#live-tab-console').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Escape');
  await page.locator('.live-dock').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('live-pill');
  await page.keyboard.press('Enter');
  await page.locator('.live-dock').waitFor();
});

test("a task's file opens in the learner's editor, at the task", async () => {
  const page = await book.openPage(ONE);
  const card = await cardOf(page, '1.2');
  await card.getByRole('button', { name: 'Open decode-token.ts' }).click();
  await expect
    .poll(
      () => existsSync(join(book.workbook.root, 'opened.txt')) && book.workbook.read('opened.txt'),
    )
    .toContain('chapters/01-jwt-basics/decode-token.ts');
});

test('an editor that fails is said to, with the path to copy', async () => {
  const page = await book.openPage(ONE);
  const editor = join(book.workbook.root, 'editor.sh');
  writeFileSync(editor, '#!/bin/sh\nexit 3\n');
  chmodSync(editor, 0o755);
  const card = await cardOf(page, '1.2');
  await card.getByRole('button', { name: 'Open decode-token.ts' }).click();
  const notice = card.getByRole('alert');
  await notice.waitFor();
  expect(await notice.textContent()).toMatch(/exit code 3.*LAUNCH_EDITOR/);
  expect(await notice.locator('code').textContent()).toMatch(/decode-token\.ts:\d+:1$/);
  await notice.getByRole('button', { name: 'Copy the path' }).waitFor();
});
