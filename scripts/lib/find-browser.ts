import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The Chrome, Chromium or Edge of this machine: what `CHROME_PATH` names, where people have them, or
 * what Playwright has downloaded.
 *
 * @returns the program's path; undefined when there is none
 */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  isThere: (path: string) => boolean = existsSync,
): string | undefined {
  return placesFor(env, platform).find((path) => isThere(path));
}

function placesFor(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const named = env['CHROME_PATH'] ? [env['CHROME_PATH']] : [];
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env['HOME'] ?? '', 'Applications')];
    return [...named, ...folders.flatMap((folder) => MAC.map((app) => join(folder, app)))];
  }
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (name) => env[name] ?? [],
    );
    return [...named, ...folders.flatMap((folder) => WINDOWS.map((exe) => `${folder}\\${exe}`))];
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/snap/bin', '/usr/bin'];
  const downloaded = chromium.executablePath();
  return [
    ...named,
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(downloaded ? [downloaded] : []),
  ];
}

/** What to do when there is no browser. */
export const NO_BROWSER =
  'The tests need Chrome, Chromium or Edge. On Debian: apt-get install chromium. Elsewhere, set CHROME_PATH to yours.';
