import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { newPage, startBrowser } from '../../lib/browser.ts';

const site = inject('site');
const CHAPTER = 'chapters/03-authenticator';
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 850 } });
});
afterEach(() => context.close());

async function open(path: string): Promise<Page> {
  const page = await newPage(context);
  await page.goto(site.url + path);
  await page.locator('html[data-answers]').waitFor({ state: 'attached' });
  return page;
}

test('the whole box of an option reacts, its edges too', async () => {
  const page = await open(CHAPTER);
  const choice = page.locator('.choice').first();
  await choice.scrollIntoViewIfNeeded();
  const box = await choice.boundingBox();
  expect(box).not.toBeNull();
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  const points = [
    [x + 1, y + height / 2],
    [x + width - 1, y + height / 2],
    [x + width / 2, y + 1],
    [x + width / 2, y + height - 1],
  ] as const;
  const hit = await page.evaluate(
    (all) =>
      all.map(([left, top]) => document.elementFromPoint(left, top)?.closest('summary') !== null),
    points,
  );
  expect(hit).toEqual([true, true, true, true]);
});

test('an answer is remembered after a reload', async () => {
  const page = await open(CHAPTER);
  await page.locator('.choice').nth(1).locator('summary').click();
  await page.reload();
  await page.locator('.choice').nth(1).and(page.locator('[open]')).waitFor();
  expect(await page.locator('.choice[open]').count()).toBe(1);
});

test('answers are given where the browser keeps nothing, too', async () => {
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const page = await newPage(context);
  const errors: string[] = [];
  page.on('pageerror', (error) => {
    // VitePress asks for the theme in the page's head: that fails, and does no harm.
    if (error.stack?.includes('/assets/')) errors.push(error.message);
  });
  await page.goto(site.url + CHAPTER);
  await page.locator('html[data-answers]').waitFor({ state: 'attached' });
  await page.locator('.choice').first().locator('summary').click();
  expect(await page.locator('.choice').first().getAttribute('open')).not.toBeNull();
  expect(errors).toEqual([]);
});

test('what was missed from memory is asked again on another day, until it is remembered', async () => {
  const page = await open(CHAPTER);
  const question = page.locator('.from-memory .predict').first();
  await question.locator('.choice.is-wrong summary').first().click();
  await page.goto(`${site.url}from-memory`);
  await page.getByText('1 question is waiting for another day').waitFor();
  expect(await page.locator('.missed .predict').count()).toBe(0);

  // A day later.
  await page.evaluate(() => {
    const answers = JSON.parse(localStorage.getItem('cairn:answers') ?? '{}') as Record<
      string,
      { day: string }
    >;
    for (const answer of Object.values(answers)) answer.day = '2020-01-01';
    localStorage.setItem('cairn:answers', JSON.stringify(answers));
  });
  await page.reload();
  const again = page.locator('.missed .predict');
  await again.waitFor();
  expect(await again.count()).toBe(1);
  await again.locator('.choice.is-right summary').click();
  await page.getByText('It is off the list.').waitFor();
  await page.reload();
  await page.getByText('Nothing to repeat.').waitFor();
});
