import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../proof/site/browser.ts';
import { ServedWorkbook } from '../proof/live/served-workbook.ts';
import { bareVitest, Watched } from './command.ts';
import type { Figure } from './figure.ts';
import { rest, Saver } from './save-to-verdict.ts';

/** What a page may take longer than a terminal: it has a server, a socket and a browser between. */
const ALLOWED = 100;

/**
 * The time from saving a learner's file to the verdict on the page that they read, and to that of
 * `vitest --watch` on the same file, which is given 100 ms more. They take turns.
 *
 * @param bareRoot a copy of the course with finished chapters
 */
export async function pageVerdict(
  bareRoot: string,
  chapter: { number: number; slug: string },
  testFile: string,
  file: string,
  runs: number,
): Promise<Figure> {
  const solved = Array.from({ length: chapter.number }, (_, index) => index + 1);
  const [workbook, browser] = await Promise.all([ServedWorkbook.open(solved), startBrowser()]);
  const bare = new Saver(
    join(bareRoot, file),
    new Watched(bareRoot, bareVitest(['--watch', testFile])),
    /Waiting for file changes/,
  );
  const ours: number[] = [];
  try {
    const page = await browser.newPage();
    await page.goto(`${workbook.url}/chapters/${chapter.slug}`);
    await page.locator('.live-pill').click();
    const text = readFileSync(join(workbook.root, file), 'utf8');
    await bare.ready();
    for (let run = 0; run <= runs; run += 1) {
      await rest();
      const next = page.evaluate(() => {
        const word = document.querySelector('.grade-word');
        return new Promise<void>((resolve) => {
          let began = false;
          const observer = new MutationObserver(() => {
            const now = word?.textContent ?? '';
            began ||= /Grading/.test(now);
            if (!began || !/points: passed/.test(now)) return;
            observer.disconnect();
            resolve();
          });
          if (word) observer.observe(word, { subtree: true, childList: true, characterData: true });
        });
      });
      const started = performance.now();
      workbook.save(file, `${text}\n// saved ${run}\n`);
      await next;
      ours.push(performance.now() - started);
      await bare.save();
    }
  } finally {
    await bare.end();
    await browser.close();
    await workbook.close();
  }
  return {
    what: `save to verdict on the page, chapter ${chapter.number}, warm`,
    against: `vitest --watch on the same file, and ${ALLOWED} ms`,
    ours: ours.slice(1),
    bare: bare.times.slice(1).map((time) => time + ALLOWED),
    hold: 1,
  };
}
