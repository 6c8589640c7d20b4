import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser, NO_BROWSER } from './find-browser.ts';

/** Starts the machine's browser, without a window and without a word to the network. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  return chromium.launch({
    executablePath,
    args: [
      // Chromium's sandbox does not work for root, as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A new page, which waits as long as a slow machine needs. */
export async function newPage(within: Browser | BrowserContext): Promise<Page> {
  const page = await within.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}
