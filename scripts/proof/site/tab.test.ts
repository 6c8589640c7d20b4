import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { solutionFiles } from '../../course/starters.ts';
import { listTasks } from '../../course/tasks.ts';
import { readZip } from '../../tab/page/zip.ts';
import { violationsOn } from './axe.ts';
import { newPage, startBrowser } from '../../lib/browser.ts';

const SLUG = '01-jwt-basics';
const FOLDER = `chapters/${SLUG}`;
const FILE = `${FOLDER}/decode-segment.ts`;
const MOST_BYTES = 1_300_000;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const solutions = new Map(solutionFiles(courseRoot, SLUG).map(({ path, text }) => [path, text]));
const filesWithTasks = [...new Set(listTasks(courseRoot, SLUG).map(({ file }) => file))];

async function open(context: BrowserContext): Promise<Page> {
  const page = await newPage(context);
  await page.goto(`${inject('site').url}${FOLDER}`);
  return page;
}

async function turnOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write it here' }).click();
  await editorOf(page).waitFor();
}

const editorOf = (page: Page, path = FILE) => page.getByRole('textbox', { name: path });
const verdictOf = (page: Page) => page.locator('.code-verdict');

/** Types a file's text in place of what is there, as a person would paste it. */
async function write(page: Page, text: string, path = FILE): Promise<void> {
  await editorOf(page, path).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

async function textIn(page: Page, path = FILE): Promise<string> {
  const lines = await editorOf(page, path).locator('.cm-line').allTextContents();
  return lines.join('\n');
}

describe('the workbook in a tab', () => {
  let context: BrowserContext;
  let page: Page;
  const loaded: { url: string; size: number }[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    context = await browser.newContext({ acceptDownloads: true });
    page = await newPage(context);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('response', async (response) => {
      const size = await response.body().then(
        (body) => gzipSync(body).length,
        () => 0,
      );
      loaded.push({ url: response.url(), size });
    });
    await page.goto(`${inject('site').url}${FOLDER}`, { waitUntil: 'networkidle' });
  });
  afterAll(() => context?.close());

  test('nothing is loaded before it is asked for; then, no more than is said', async () => {
    expect(loaded.filter(({ url }) => /wasm|worker|start-tab/.test(url))).toEqual([]);
    loaded.length = 0;
    await turnOn(page);
    const said = page.locator('.live-invitation');
    await expect.poll(() => said.count()).toBe(0);
    // Pages that are linked to are loaded in any case.
    const own = loaded.filter(({ url }) => !/\.md\.|TokenLab|\.svg$/.test(url));
    const size = own.reduce((sum, each) => sum + each.size, 0);
    expect(size).toBeLessThan(MOST_BYTES);
    expect(size, 'LOADS in tab-state.ts says about so much').toBeGreaterThan(MOST_BYTES - 100_000);
  });

  test('what is wrong is said, the line is marked, and axe finds nothing', async () => {
    await write(page, "export const decodeSegment = 1;\nthrow new Error('not today');\n");
    await expect.poll(() => verdictOf(page).textContent()).toMatch(/1\.1: \d+ of \d+ checks pass/);
    await expect
      .poll(() => page.locator('.cm-line[data-fails]').textContent())
      .toContain('not today');
    expect(await verdictOf(page).getAttribute('role')).toBe('status');
    for (const isDark of [false, true]) {
      await page.evaluate(
        (dark) => document.documentElement.classList.toggle('dark', dark),
        isDark,
      );
      await page.waitForTimeout(300);
      expect(await violationsOn(page, '.live')).toEqual([]);
    }
    await page.evaluate(() => document.documentElement.classList.remove('dark'));
  });

  test('a mistake that many make is recognized', async () => {
    const wrong = "return Buffer.from(segment, 'base64url');\n}\n";
    await write(page, `export function decodeSegment(segment: string): Uint8Array {\n${wrong}`);
    await expect
      .poll(() => page.locator('.code .check-usually').textContent())
      .toContain('This usually happens when');
  });

  test('a loop that never ends is ended, and its line named', async () => {
    let endless = 'export function decodeSegment(): string {\n  for (;;);\n}\n';
    await write(page, endless);
    const message = page.locator('.code .check-message');
    const told = async () => {
      const text = (await message.textContent()) ?? '';
      // So busy a machine that not even the loop got its turns: graded again.
      if (text.includes('Time was up')) await write(page, (endless += '\n'));
      return text;
    };
    await expect.poll(told).toContain('a loop that never ends');
    expect(await message.textContent()).toContain(`${FILE}:2:`);
  });

  test('Escape, then Tab, leaves the editor', async () => {
    await editorOf(page).focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor'))).toBeNull();
    expect(await page.locator('.live-dock').count()).toBe(1);
  });

  test('the chapter is written in the page, up to 100 points', async () => {
    for (const file of filesWithTasks) {
      const path = `${FOLDER}/${file}`;
      await page.getByRole('tab', { name: file }).click();
      await write(page, solutions.get(path) ?? '', path);
    }
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(() => verdictOf(page).textContent()).toContain('100 of 100 points');
    expect(await page.getByRole('button', { name: /^Workbook/ }).textContent()).toContain(
      '100/100',
    );
    await page.getByRole('tab', { name: 'Grade', exact: true }).click();
    await page.getByText('Chapter 1 is finished').waitFor();
  });

  test('TypeScript looks at the code once it is asked to, and costs no points', async () => {
    await page.getByRole('tab', { name: 'Code', exact: true }).click();
    const path = `${FOLDER}/${filesWithTasks.at(-1)}`;
    loaded.length = 0;
    await page.getByRole('button', { name: 'Turn on type hints' }).click();
    await page.getByText('TypeScript looks at each version').waitFor();
    await expect.poll(() => loaded.map(({ url }) => url).join()).toContain('types-worker');
    await expect.poll(() => verdictOf(page).textContent()).toContain('100 of 100 points');
    const notes = page.locator('.code .type-notes');
    // The chapter's own code has none; what is added, has.
    await write(page, `${solutions.get(path)}export const n: number = 'x';\n`, path);
    await notes.filter({ hasText: "'string' is not assignable to type 'number'" }).waitFor();
    expect(await notes.locator('li').count()).toBe(1);
    await page.locator('.cm-line[data-note]').filter({ hasText: 'const n' }).waitFor();
    expect(await verdictOf(page).textContent()).toContain('100 of 100 points');
    await write(page, solutions.get(path) ?? '', path);
    await expect.poll(() => notes.count()).toBe(0);
  });

  test('a request gets its answer, and its way through the app is shown', async () => {
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.getByRole('textbox', { name: 'Path' }).fill('/api/trails');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('HTTP/1.1 200 OK').waitFor();
    await expect.poll(() => page.locator('.live').textContent()).toContain('reports');
  });

  test('it goes on without a network, and starts without one', async () => {
    // The next worker comes from what is kept.
    const kept = () =>
      page.evaluate(async () => (await (await caches.open('cairn')).keys()).map(({ url }) => url));
    await expect.poll(async () => (await kept()).join()).toMatch(/worker-.*obey-|obey-.*worker-/);
    await context.setOffline(true);
    try {
      await page.reload();
      await turnOn(page);
      await write(page, 'export const decodeSegment = 5;\n');
      await expect.poll(() => verdictOf(page).textContent()).toMatch(/1\.1: \d+ of \d+ checks/);
      await write(page, solutions.get(FILE) ?? '');
      await expect.poll(() => verdictOf(page).textContent()).toContain('100 of 100 points');
    } finally {
      await context.setOffline(false);
    }
  });

  test('after a reload in the middle of a run, the work and the points are there', async () => {
    await write(page, `${solutions.get(FILE)}// kept\n`);
    // At once: before the pause is over that a file is saved after.
    await page.reload();
    await page.getByText('Continue where you were').waitFor();
    await turnOn(page);
    await expect.poll(() => textIn(page)).toContain('// kept');
    expect(await page.getByRole('button', { name: /^Workbook/ }).textContent()).toContain(
      '100/100',
    );
  });

  test('two tabs have the same work', async () => {
    const other = await open(context);
    await turnOn(other);
    expect(await textIn(other)).toContain('// kept');
    await write(other, `${solutions.get(FILE)}// from the other tab\n`);
    await expect.poll(() => textIn(page)).toContain('// from the other tab');
    await other.close();
  });

  test('work is exported, and imported where there is none', async () => {
    await page.getByText('Your work is kept in this browser').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export my work' }).click(),
    ]);
    const archive = readFileSync((await download.path()) ?? '');
    const entries = await readZip(new Uint8Array(archive).buffer);
    const kept = entries.find(({ path }) => path === FILE);
    expect(kept?.text).toContain('// from the other tab');
    expect(entries.map(({ path }) => path)).toContain('.workbook/progress.json');
    expect(entries.some(({ path }) => path.startsWith('.workbook/keys'))).toBe(false);

    const elsewhere = await browser.newContext();
    const fresh = await open(elsewhere);
    await turnOn(fresh);
    await expect.poll(() => textIn(fresh)).toContain("todo('1.1'");
    await fresh.getByText('Your work is kept in this browser').click();
    const [chooser] = await Promise.all([
      fresh.waitForEvent('filechooser'),
      fresh.getByRole('button', { name: 'Import my work' }).click(),
    ]);
    await chooser.setFiles({ name: 'work.zip', mimeType: 'application/zip', buffer: archive });
    await expect.poll(() => textIn(fresh)).toContain('// from the other tab');
    await elsewhere.close();
  });

  test('the page itself turns no text into code, and nothing went wrong in it', async () => {
    const policy = await page.evaluate(() => {
      try {
        // A function of the page's own: what a test injects is above the policy.
        const script = document.createElement('script');
        script.textContent = 'window.wasInjected = true';
        document.head.append(script);
        return (window as { wasInjected?: boolean }).wasInjected ?? false;
      } catch (error) {
        return String(error);
      }
    });
    expect(policy).toBe(false);
    const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
    expect(await meta.getAttribute('content')).not.toContain("'unsafe-eval'");
    const own = complaints.filter(
      (text) => !/ERR_INTERNET_DISCONNECTED|wasInjected|Content Security/.test(text),
    );
    expect(own).toEqual([]);
  });
});

test('a browser that keeps nothing says so before anything is written', async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', {
      value: () => {
        throw new DOMException('It is switched off.', 'SecurityError');
      },
    });
  });
  const page = await open(context);
  await turnOn(page);
  const alert = page.getByRole('alert').filter({ hasText: "doesn't keep anything" });
  expect(await alert.textContent()).toContain('It is switched off.');
  await context.close();
});

test('a browser that has no room left says so, and what was typed can be exported', async () => {
  const context = await browser.newContext();
  const page = await open(context);
  await turnOn(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  });
  await write(page, 'export const decodeSegment = 1;\n');
  const alert = page.getByRole('alert').filter({ hasText: 'no longer keeps what you write' });
  expect(await alert.textContent()).toMatch(/The quota has been exceeded.*Export your work/);
  await expect.poll(() => verdictOf(page).textContent()).toMatch(/1\.1: \d+ of \d+ checks/);
  await page.getByText('Your work is kept in this browser').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export my work' }).click(),
  ]);
  const archive = readFileSync((await download.path()) ?? '');
  const entries = await readZip(new Uint8Array(archive).buffer);
  expect(entries.find(({ path }) => path === FILE)?.text).toBe('export const decodeSegment = 1;\n');
  await context.close();
});
