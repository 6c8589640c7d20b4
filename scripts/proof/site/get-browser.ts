// Before the tests: finds a browser, or gets one. Exits with 1 when there is none to be had.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findBrowser, NO_BROWSER } from '../../lib/find-browser.ts';

if (!findBrowser()) {
  console.log('No Chrome, Chromium or Edge found: getting one for the tests.');
  if (mayInstallPackages()) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', 'chromium']);
  } else {
    const playwright = dirname(
      createRequire(import.meta.url).resolve('playwright-core/package.json'),
    );
    run(process.execPath, [join(playwright, 'cli.js'), 'install', 'chromium']);
  }
}
const browser = findBrowser();
console.log(browser ? `The tests use ${browser}` : NO_BROWSER);
process.exitCode = browser ? 0 : 1;

/** Whether this is Debian or one of its kin, and ours to install on. */
function mayInstallPackages(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: 'inherit' });
}
