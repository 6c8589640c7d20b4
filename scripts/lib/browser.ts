import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser, NO_BROWSER } from './find-browser.ts';

/**
 * What the browser goes without. Only its last word on this counts, so what Playwright turns off is
 * here, too, as far as it speaks to others or changes how a page is shown.
 */
const FEATURES = [
  // Each new page would first load the three of these, which takes longer than most pages do.
  'WebUIOmniboxPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

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
      `--disable-features=${FEATURES.join(',')}`,
    ],
  });
}

/** A new page, which waits as long as a slow machine needs. */
export async function newPage(within: Browser | BrowserContext): Promise<Page> {
  const page = await within.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}
