import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { isFile } from '../../lib/files.ts';
import { tabBuild } from '../../tab/plugin.ts';
import { newPage, startBrowser } from '../site/browser.ts';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** A page that was built of one module, and is open in a browser. */
export interface BuiltPage {
  page: Page;
  close: () => Promise<void>;
}

/**
 * Builds a page of one module, as the site is built, and opens it.
 *
 * @param root the course's folder
 * @param entry the module
 * @param where whose modules of Node's it gets: the page's, or a worker's
 */
export async function openBuilt(
  root: string,
  entry: string,
  where: 'page' | 'worker' = 'page',
): Promise<BuiltPage> {
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
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const file = join(folder, 'dist', pathname === '/' ? 'index.html' : pathname);
    response.statusCode = isFile(file) ? 200 : 404;
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.end(isFile(file) ? readFileSync(file) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    browser = await startBrowser();
    const page = await newPage(browser);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
