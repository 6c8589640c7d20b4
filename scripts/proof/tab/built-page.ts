import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { newPage, startBrowser } from '../../lib/browser.ts';
import { serveFolder } from '../../lib/static-server.ts';
import { tabBuild } from '../../tab/plugin.ts';

/** A page that was built of one module, and is open in a browser. */
export interface BuiltPage {
  page: Page;
  close: () => Promise<void>;
}

/** A page that was built of one module, and is served on loopback. */
export interface ServedPage {
  url: string;
  close: () => void;
}

/**
 * Builds a page of one module, as the site is built, and serves it.
 *
 * @param root the course's folder
 * @param entry the module
 * @param where whose modules of Node's it gets: the page's, or a worker's
 */
export async function serveBuilt(
  root: string,
  entry: string,
  where: 'page' | 'worker' = 'page',
): Promise<ServedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-tab-'));
  const html = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${entry}"></script>`;
  writeFileSync(join(folder, 'index.html'), html);
  const { plugins, worker } = tabBuild(root, where);
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    plugins: [plugins],
    ...(worker && { worker }),
    resolve: { preserveSymlinks: false },
    build: {
      outDir: join(folder, 'dist'),
      target: 'es2023',
      minify: false,
      reportCompressedSize: false,
    },
  });
  const server = await serveFolder(join(folder, 'dist'));
  return {
    url: server.url,
    close: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Builds a page as `serveBuilt` does, and opens it in the machine's Chromium. */
export async function openBuilt(...what: Parameters<typeof serveBuilt>): Promise<BuiltPage> {
  const served = await serveBuilt(...what);
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    served.close();
  };
  try {
    browser = await startBrowser();
    const page = await newPage(browser);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(served.url);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
