import type { Browser, BrowserContext, Page } from 'playwright-core';
import { replaceTask } from '../../course/replace.ts';
import { newPage, startBrowser } from '../../lib/browser.ts';
import { ServedWorkbook } from './served-workbook.ts';

/** A workbook that is served, and a browser to read it in. */
export class LiveBook {
  readonly browser: Browser;
  readonly workbook: ServedWorkbook;
  readonly context: BrowserContext;

  private constructor(browser: Browser, workbook: ServedWorkbook, context: BrowserContext) {
    this.browser = browser;
    this.workbook = workbook;
    this.context = context;
  }

  /**
   * @param solved the chapters that hold their solutions
   * @param name what the folder's name begins with
   */
  static async open(solved: number[], name?: string): Promise<LiveBook> {
    const [browser, workbook] = await Promise.all([
      startBrowser(),
      ServedWorkbook.open(solved, undefined, name),
    ]);
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    return new LiveBook(browser, workbook, context);
  }

  /** Opens a page, and the panel on it. */
  async openPage(path: string, within: BrowserContext = this.context): Promise<Page> {
    const page = await newPage(within);
    await page.goto(this.workbook.url + path);
    const pill = page.locator('.live-pill');
    // On a machine that is busy enough, Vite can leave a first page without its scripts (seen once in
    // hundreds of pages). Its reader would reload it.
    await pill.waitFor({ timeout: 30_000 }).catch(() => page.reload());
    await pill.click();
    await page.locator('.live-dock').waitFor();
    return page;
  }

  /** Puts the solution of a task in the learner's file, as an editor saves it. */
  write(task: string, slug: string): void {
    const { path, text } = replaceTask(this.workbook.root, slug, task, 'solution');
    this.workbook.save(path, text);
  }

  async closePages(): Promise<void> {
    await Promise.all(this.context.pages().map((page) => page.close()));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.workbook.close();
  }
}

/** Resolves when the panel says so. */
export async function says(page: Page, words: RegExp): Promise<void> {
  await page.locator('.grade-word').filter({ hasText: words }).waitFor();
}

/** What stands beside the heading of a task's section. */
export function badgeOf(page: Page, task: string) {
  return page.locator(`[id="${task.replace('.', '-')}"] .task-state`);
}

/** The card of a task in the panel, unfolded. */
export async function cardOf(page: Page, task: string) {
  const card = page.locator('details.task').filter({ hasText: task });
  await card.evaluate((element) => element.setAttribute('open', ''));
  return card;
}
