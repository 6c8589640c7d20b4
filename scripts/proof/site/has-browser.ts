// Exits with 0 when this machine has a browser for the tests: for .ci/run.
import { findBrowser, NO_BROWSER } from './find-browser.ts';

const browser = findBrowser();
console.log(browser ?? NO_BROWSER);
process.exitCode = browser === undefined ? 1 : 0;
