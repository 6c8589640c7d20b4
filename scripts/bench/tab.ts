import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { courseRoot } from '../course/root.ts';
import { makeScratch } from '../course/scratch.ts';
import { newPage, startBrowser } from '../lib/browser.ts';
import { buildSite } from '../lib/build-site.ts';
import { serveFolder, type StaticServer } from '../lib/static-server.ts';
import { ourCommand, Watched } from './command.ts';
import type { Figure } from './figure.ts';
import { Saver } from './save-to-verdict.ts';

/** A chapter that hashes no password, and a file of it. */
const CHAPTER = 1;
const SLUG = '01-jwt-basics';
const FILE = `chapters/${SLUG}/decode-segment.ts`;
const SOLUTION = `solutions/${SLUG}/decode-segment.ts`;
/** What the button may load, in bytes with gzip; and milliseconds until its first verdict. */
const MOST_BYTES = 1_300_000;
const MOST_WAITING = 3_000;
/** Somebody who works in one tab all day, and what their memory is held against. */
const LONG_RUNS = 400;
const EARLY_RUNS = 20;

/** The workbook in a tab of Chromium: how soon, how much, how quick. */
export async function tabFigures(runs: number): Promise<Figure[]> {
  return inBrowser(async (browser, server) => {
    const cold: number[] = [];
    let page: Page | undefined;
    let weight = 0;
    for (let run = 0; run < runs; run += 1) {
      await page?.context().close();
      // Each in a browser that has seen nothing.
      page = await newPage(await browser.newContext());
      weight = await firstVerdict(page, server, cold);
    }
    if (!page) throw new Error('Nothing was measured.');
    const before = await settled(server);
    await firstVerdict(page, server, []);
    const again = (await settled(server)) - before;
    const { ours, theirs } = await editToVerdict(page, runs);
    return [
      {
        what: 'tab: from the button to the first verdict, cold',
        against: 'three seconds',
        unit: 'ms',
        ours: cold,
        theirs: [MOST_WAITING],
        goal: { most: 1 },
      },
      {
        what: 'tab: what the button loads, gzip',
        against: '1.3 MB',
        unit: 'bytes',
        ours: [weight],
        theirs: [MOST_BYTES],
        goal: { most: 1 },
      },
      {
        what: 'tab: what a second visit loads, page and all, without gzip',
        against: 'what the button loads at first, with gzip',
        unit: 'bytes',
        ours: [again],
        theirs: [weight],
        goal: { most: 0.5 },
      },
      {
        what: `tab: edit to verdict, chapter ${CHAPTER}, warm`,
        against: 'save to verdict in Node',
        unit: 'ms',
        ours,
        theirs,
        goal: { most: 0.5 },
      },
    ];
  });
}

/** The memory of a tab after a day's work: the whole process that the page and its workers are in. */
export async function tabMemory(): Promise<Figure> {
  return inBrowser(async (browser, server) => {
    const page = await newPage(await browser.newContext());
    await firstVerdict(page, server, []);
    let early = 0;
    for (let run = 1; run <= LONG_RUNS; run += 1) {
      await edit(page, run);
      if (run === EARLY_RUNS) early = largestRenderer();
    }
    return {
      what: `tab: memory after ${LONG_RUNS} runs of chapter ${CHAPTER}`,
      against: `after ${EARLY_RUNS}`,
      unit: 'MB',
      ours: [largestRenderer()],
      theirs: [early],
      goal: { most: 1.5 },
    };
  });
}

async function inBrowser<Result>(
  measure: (browser: Browser, server: StaticServer) => Promise<Result>,
): Promise<Result> {
  const scratch = makeScratch(courseRoot, { docs: true });
  const folder = join(scratch.root, 'site');
  const { code, output } = await buildSite(scratch.root, folder);
  if (code !== 0) throw new Error(`The site does not build:\n${output}`);
  const server = await serveFolder(folder);
  const browser = await startBrowser();
  try {
    return await measure(browser, server);
  } finally {
    await browser.close();
    server.close();
    scratch.remove();
  }
}

/** Presses the button, and waits for a verdict. Gives back what was loaded, in bytes with gzip. */
async function firstVerdict(page: Page, server: StaticServer, times: number[]): Promise<number> {
  const loaded = new Map<string, Promise<number>>();
  await page.goto(`${server.url}chapters/${SLUG}`, { waitUntil: 'networkidle' });
  page.on('response', (response) => {
    // Each once: a server that says nothing of caches is asked by every worker.
    loaded.set(
      response.url(),
      response.body().then(
        (body) => gzipSync(body).length,
        () => 0,
      ),
    );
  });
  const started = performance.now();
  await page.getByRole('button', { name: 'Write it here' }).click();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await verdictOf(page)
    .filter({ hasText: / points$/ })
    .waitFor();
  times.push(performance.now() - started);
  page.removeAllListeners('response');
  return (await Promise.all(loaded.values())).reduce((sum, each) => sum + each, 0);
}

/** How many bytes were sent once nobody loads anything any more: what is kept for later comes last. */
async function settled(server: StaticServer): Promise<number> {
  for (let before = -1; ; before = server.sent()) {
    if (before === server.sent()) return before;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

const verdictOf = (page: Page) => page.locator('.code-verdict');

/** Edits the file here and in Node, in turns, and takes the time until each has its verdict. */
async function editToVerdict(
  page: Page,
  runs: number,
): Promise<{ ours: number[]; theirs: number[] }> {
  const scratch = makeScratch(courseRoot, {});
  copyFileSync(join(courseRoot, SOLUTION), join(scratch.root, FILE));
  const watch = ourCommand(scratch.root, 'grade', [String(CHAPTER), '--watch']);
  const node = new Saver(
    join(scratch.root, FILE),
    new Watched(scratch.root, watch),
    /Waiting for your next save/,
  );
  const ours: number[] = [];
  try {
    await page.getByRole('textbox', { name: FILE }).press('ControlOrMeta+a');
    await page.keyboard.insertText(readFileSync(join(courseRoot, SOLUTION), 'utf8'));
    await node.ready();
    // The first of each is its warm-up.
    for (let run = 0; run <= runs; run += 1) {
      await node.save();
      ours.push(await edit(page, run));
    }
  } finally {
    await node.end();
    scratch.remove();
  }
  return { ours: ours.slice(1), theirs: node.times.slice(1) };
}

/** Types a line and asks for the verdict. Gives back how long that took, in milliseconds. */
async function edit(page: Page, run: number): Promise<number> {
  await page.getByRole('textbox', { name: FILE }).press('ControlOrMeta+End');
  await page.keyboard.insertText(`// ${run}\n`);
  return page.evaluate(async () => {
    const verdict = document.querySelector('.code-verdict');
    const content = document.querySelector('.cm-content');
    if (!verdict || !content) throw new Error('There is no editor.');
    const started = performance.now();
    const key = { key: 's', code: 'KeyS', ctrlKey: true, bubbles: true, cancelable: true };
    let hasBegun = false;
    const done = new Promise<number>((resolve) => {
      new MutationObserver((_changes, observer) => {
        const text = verdict.textContent ?? '';
        hasBegun ||= text.includes('Checking');
        if (!hasBegun || !text.endsWith(' points')) return;
        observer.disconnect();
        resolve(performance.now() - started);
      }).observe(verdict, { childList: true, characterData: true, subtree: true });
    });
    content.dispatchEvent(new KeyboardEvent('keydown', key));
    return done;
  });
}

/** What the page's process has in memory, in MB: the largest of the browser's renderers. */
function largestRenderer(): number {
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (!command.includes('--type=renderer')) return 0;
        const [, size = '0'] =
          /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return Number(size) / 1_024;
      } catch {
        return 0;
      }
    });
  return Math.max(...sizes);
}
