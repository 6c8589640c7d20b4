import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LiveBook } from './live-page.ts';

let book: LiveBook;
beforeAll(async () => {
  book = await LiveBook.open([1, 2, 3]);
});
afterAll(() => book?.close());
afterEach(() => book.closePages());

const THREE = '/chapters/03-authenticator';

async function openConsole(path: string): Promise<Page> {
  const page = await book.openPage(path);
  await page.getByRole('tab', { name: 'Requests' }).click();
  return page;
}

const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();
// By role: to Playwright, a label around a list has the list's words in it, too.
const field = (page: Page, name: string) => {
  const live = page.locator('.live');
  const named = { name, exact: true };
  return live.getByRole('combobox', named).or(live.getByRole('textbox', named));
};
const status = (page: Page, words: string) =>
  page.locator('.console-status').filter({ hasText: words }).waitFor();

test("a request goes to the learner's API; its answer is there to be read, or as it came", async () => {
  const page = await openConsole(THREE);
  await field(page, 'Path').fill('/api/me');
  await send(page);
  await status(page, '401 Unauthorized');
  const answer = page.locator('.answer-text');
  expect(await answer.textContent()).toMatch(
    /^HTTP\/1\.1 401 Unauthorized\nWWW-Authenticate: Bearer/,
  );
  expect(await answer.textContent()).toMatch(/\n {2}"status": 401,\n/);
  await page.getByLabel('Raw bytes').check();
  expect(await answer.textContent()).toMatch(/\nDate: [^]*"status":401/);
  await page.getByLabel('Raw bytes').uncheck();

  // The answer comes first, then the X-ray, whose deciding box can be seen.
  const [top, xray] = await Promise.all(
    ['.answer-text', '.xray'].map((selector) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().top),
    ),
  );
  expect(top).toBeLessThan(xray ?? 0);
  const isInView = await page.locator('.xray-way .is-deciding').evaluate((box) => {
    const strip = box.parentElement?.getBoundingClientRect();
    const { left, right } = box.getBoundingClientRect();
    return strip !== undefined && left >= strip.left - 1 && right <= strip.right + 1;
  });
  expect(isInView).toBe(true);
  expect(await page.locator('.xray-words li').count()).toBeGreaterThan(2);
});

test('an old answer disappears when the request changes; a token is kept for the next one', async () => {
  const page = await openConsole(THREE);
  await field(page, 'Method').selectOption('POST');
  await field(page, 'Path').fill('/api/tokens');
  await page.getByRole('button', { name: 'Basic, tomas' }).click();
  await send(page);
  await status(page, '200 OK');
  await field(page, 'Method').selectOption('GET');
  expect(await page.locator('.console-status').count()).toBe(0);
  expect(await page.locator('.answer').count()).toBe(0);
  await field(page, 'Path').fill('/api/me');
  await page.getByRole('button', { name: 'Bearer, the last token' }).click();
  await send(page);
  await status(page, '200 OK');
  expect(await page.locator('.answer-text').textContent()).toContain('"handle": "tomas"');
});

test('what has no value yet is asked for, and nothing is sent', async () => {
  const page = await openConsole('/chapters/04-header');
  await field(page, 'Headers, one per line').fill('x: $NOTHING');
  await send(page);
  await page.locator('.console-problem').filter({ hasText: 'Replace $NOTHING' }).waitFor();
});

test('a button of the prose sends: to the chapter and the code that the page says', async () => {
  const page = await book.openPage(THREE);
  await page.locator('.send-it button').first().click();
  await status(page, '204 No Content');
  expect(await field(page, 'to chapter').inputValue()).toBe('2');
  expect(await field(page, 'whose code').inputValue()).toBe('chapters');
  const me = page.locator('.send-it button', { hasText: 'GET /api/me' }).first();
  await me.click();
  await status(page, '200 OK');
  // It needs a token: the page's own request for one was sent first.
  expect(await page.locator('.console-before').textContent()).toContain('POST /api/tokens');
  expect(await field(page, 'to chapter').inputValue()).toBe('3');
});

test('shows who turned a request away', async () => {
  const page = await openConsole(THREE);
  await field(page, 'Method').selectOption('DELETE');
  await field(page, 'Path').fill('/api/reports/r-24');
  await send(page);
  await page.locator('.xray .has-thrown').first().waitFor();
  expect(await page.locator('.xray-words').textContent()).toMatch(
    /lockChanges \(middleware in chapters\/03-authenticator\/lock-changes\.ts\), at \/api: threw AuthenticationError/,
  );
});

describe('the office of chapter 6', () => {
  test('the console keeps its cookie, for /office alone', async () => {
    const page = await openConsole('/chapters/06-two-firewalls');
    await field(page, 'whose code').selectOption('solutions');
    const request = async (method: string, path: string, words: string) => {
      await field(page, 'Method').selectOption(method);
      await field(page, 'Path').fill(path);
      await send(page);
      await status(page, words);
      return (await page.locator('.answer-text').textContent()) ?? '';
    };
    await request('GET', '/office/login', '200 OK');
    await field(page, 'Headers, one per line').fill(
      'content-type: application/x-www-form-urlencoded',
    );
    await field(page, 'Body').fill('handle=ines&password=lookout-at-dawn-3&_csrf=$CSRF');
    await request('POST', '/office/login', '303 See Other');
    await field(page, 'Headers, one per line').fill('');
    await field(page, 'Body').fill('');
    expect(await request('GET', '/office', '200 OK')).toContain('Signed in as');
    // What the API sends is text here: no form of it is on the page.
    expect(await page.locator('.console form form, .answer form').count()).toBe(0);
    await request('GET', '/api/me', '401 Unauthorized');
  });
});
