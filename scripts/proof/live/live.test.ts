import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { replaceTask } from '../../course/replace.ts';
import { listTasks } from '../../course/tasks.ts';
import { violationsOn } from '../site/axe.ts';
import { newPage, startBrowser } from '../site/browser.ts';
import { ServedWorkbook } from './served-workbook.ts';
import { TYPESCRIPT } from '../../lib/node-typescript.ts';

let browser: Browser;
let workbook: ServedWorkbook;
let context: BrowserContext;

beforeAll(async () => {
  [browser, workbook] = await Promise.all([startBrowser(), ServedWorkbook.open([2, 3])]);
  context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
});
afterAll(async () => {
  await browser?.close();
  await workbook?.close();
});
afterEach(async () => {
  await Promise.all(context.pages().map((page) => page.close()));
});

/** Opens a page of the book, and the panel on it. */
async function openPage(path: string, within: BrowserContext = context): Promise<Page> {
  const page = await newPage(within);
  await page.goto(workbook.url + path);
  await page.locator('.live-pill').click();
  return page;
}

/** Resolves when the panel says so. */
async function says(page: Page, words: RegExp): Promise<void> {
  await page.locator('.grade-word').filter({ hasText: words }).waitFor();
}

/** What stands beside the heading of a task's section. */
function badgeOf(page: Page, task: string) {
  return page.locator(`[id="${task.replace('.', '-')}"] .task-state`);
}

/** Puts the solution of a task in the learner's file, as an editor saves it. */
function write(task: string, slug: string): void {
  const { path, text } = replaceTask(workbook.root, slug, task, 'solution');
  workbook.save(path, text);
}

const ONE = '/chapters/01-jwt-basics';
const SEGMENT = 'chapters/01-jwt-basics/decode-segment.ts';

test('a starter becomes the solution, save by save, and the page follows from 0 to 100', async () => {
  const page = await openPage(ONE);
  await page.evaluate(() => Object.assign(window, { same: true }));
  expect(await page.locator('.grade-word').textContent()).toMatch(/^0 of 100 points/);

  let before = 0;
  for (const { task } of listTasks(workbook.root, '01-jwt-basics')) {
    const badge = badgeOf(page, task);
    expect(await badge.textContent()).toBe('○ to be written');
    write(task, '01-jwt-basics');
    await badge.filter({ hasText: '✓ all checks pass' }).waitFor();
    const points = Number(
      /^\d+/.exec((await page.locator('.grade-word').textContent()) ?? '')?.[0],
    );
    expect(points).toBeGreaterThan(before);
    before = points;
  }
  await says(page, /^100 of 100 points: passed$/);
  expect(await page.locator('.live > [role=status]').textContent()).toBe(
    '100 of 100 points: passed',
  );
  // The terminal's progress is the same one, and the page was never loaded again.
  expect(JSON.parse(workbook.read('.workbook/progress.json'))).toHaveProperty(
    ['passed', '01-jwt-basics'],
    expect.any(String),
  );
  expect(await page.evaluate(() => Object.hasOwn(window, 'same'))).toBe(true);
});

describe('what fails', () => {
  test('is told with what was expected, and with one hint at a time', async () => {
    const page = await openPage(ONE);
    const right = workbook.read(SEGMENT);
    try {
      workbook.save(
        SEGMENT,
        right.replace(
          /#region 1\.1[^]*?\/\/ #endregion/,
          "#region 1.1\n  return Buffer.from(segment, 'base64url');\n  // #endregion",
        ),
      );
      await says(page, /not there yet/);
      const failed = page.locator('.checks > li[data-passed=false]').first();
      expect(await failed.locator('.check-message').textContent()).toMatch(/expected/);
      expect(await failed.locator('.hints').count()).toBe(0);
      await failed.getByRole('button', { name: /A hint/ }).click();
      await failed.locator('.hints li').first().waitFor();
      expect(await failed.locator('.hints li').count()).toBe(1);
      // It is kept: the page that is opened again still has it, and grades nothing by itself.
      await page.reload();
      await page.locator('.live-pill').click();
      expect(await page.locator('.hints li').count()).toBe(1);
    } finally {
      workbook.save(SEGMENT, right);
    }
    await says(page, /^100 of 100/);
  });

  test.each([
    ['code that does not parse', 'export const = ;', /crashed/, /decode-segment\.ts:1/],
    ['code that ends the process', 'process.exit(3);', /crashed/, /exit|ended/i],
    ['an endless loop', 'for (;;) {}', /ran out of time/, /decode-segment\.ts/],
  ])('%s is said to be so, and the page goes on', async (_what, code, word, message) => {
    const page = await openPage(ONE);
    const right = workbook.read(SEGMENT);
    try {
      workbook.save(SEGMENT, code);
      await says(page, word);
      expect(await page.locator('.grade-message').first().textContent()).toMatch(message);
      // Loading the page again does not run it again.
      await page.reload();
      await page.locator('.live-pill').click();
      await says(page, word);
      expect(await page.locator('.live-pill-word.is-running').count()).toBe(0);
    } finally {
      workbook.save(SEGMENT, right);
    }
    await says(page, /^100 of 100/);
  });

  test('a file that is deleted, and comes back', async () => {
    const page = await openPage(ONE);
    const right = workbook.read(SEGMENT);
    rmSync(join(workbook.root, SEGMENT));
    await says(page, /crashed/);
    expect(await page.locator('.grade-message').first().textContent()).toContain(
      'decode-segment.ts',
    );
    workbook.save(SEGMENT, right);
    await says(page, /^100 of 100/);
  });
});

describe('code that', () => {
  // One page for all: whatever the code did, the page is as good as new.
  let page: Page;
  beforeAll(async () => {
    page = await openPage(ONE, await browser.newContext());
  });
  afterAll(() => page.context().close());

  const APP = 'chapters/01-jwt-basics/app.ts';
  const CHECKS = 'chapters/01-jwt-basics/jwt-basics.test.ts';
  const app = (handler: string) => `import express, { type Express } from 'express';
export function createApp(): Express {
  return express().use(express.json(), (request, response) => { ${handler} });
}
`;
  const answer = 'void request; response.json({});';
  const decode = (line: string) => (right: string) =>
    right.replace(/#region 1\.1[^]*?\/\/ #endregion/, `#region 1.1\n  ${line}\n  // #endregion`);
  const decoded = "const bytes = Buffer.from(segment, 'base64url'); return bytes;";

  test.each<[what: string, file: string, change: (right: string) => string, told: RegExp]>([
    ['throws when it is imported', SEGMENT, () => "throw new Error('no luck');", /no luck/],
    ['is empty', SEGMENT, () => '', /does not export/],
    [
      'exports another name',
      SEGMENT,
      (right) => right.replace('function decodeSegment', 'function decodePart'),
      /does not export/,
    ],
    [
      'leaves a rejection unhandled',
      SEGMENT,
      decode(`void Promise.reject(new Error('nobody listens')); ${decoded}`),
      /nobody listens/,
    ],
    ['replaces Date.now', SEGMENT, decode(`Date.now = () => 0; ${decoded}`), /Date\.now/],
    ['replaces Math.random', SEGMENT, decode(`Math.random = () => 1; ${decoded}`), /Math\.random/],
    [
      'prints a megabyte',
      SEGMENT,
      decode(`console.log('x'.repeat(1_000_000)); return Buffer.from('nothing');`),
      /not there yet/,
    ],
    ['prints without end', SEGMENT, decode(`for (;;) console.log('again');`), /ran out of time/],
    ['returns no app', APP, () => 'export function createApp() {}\n', /return app/],
    ['never answers', APP, () => app('void response;'), /No answer within/],
    [
      'leaves a server listening',
      APP,
      () =>
        app(answer)
          .replace('import', "import { createServer } from 'node:http';\nimport")
          .replace('  return', '  createServer().listen(0);\n  return'),
      /listen/,
    ],
    [
      'ends the process a little later',
      SEGMENT,
      decode(`setTimeout(() => process.exit(0), 1); ${decoded}`),
      /process\.exit/,
    ],
    [
      'loops for ever in a handler',
      APP,
      () => app('for (;;) void response;'),
      /ran out of time[^]*· not run/,
    ],
    [
      'waits for ever when it is imported',
      SEGMENT,
      (right) => `await new Promise(() => {});\n${right}`,
      /No answer within/,
    ],
    ['ends the process in a handler', APP, () => app('process.exit(0);'), /process\.exit/],
    ['ends as if by force', SEGMENT, decode("process.kill(process.pid, 'SIGKILL');"), /ended/],
    [
      'takes more memory than there is',
      SEGMENT,
      decode('const all = []; for (;;) all.push(Buffer.alloc(2e8, 1));'),
      /memory|ran out of time/,
    ],
    [
      'takes more memory than its heap may have',
      SEGMENT,
      decode('const all = []; for (;;) all.push(new Array(3e7).fill(segment));'),
      /memory|ran out of time/,
    ],
    [
      'forgets to await',
      SEGMENT,
      decode('const later = async () => segment; return later();'),
      /Promise/,
    ],
    [
      'throws where nobody can catch it',
      SEGMENT,
      decode(`setTimeout(() => { throw new Error('stray'); }, 1); ${decoded}`),
      /stray/,
    ],
    [
      'prints again and again',
      SEGMENT,
      decode(`setInterval(() => console.log('tick'), 0); return Buffer.from('nothing');`),
      /not there yet/,
    ],
    [
      'has lost checks',
      CHECKS,
      () => `import { check, task } from '#check';
task('1.1', 'Decode', () => check('decodes', 'decodes', { points: 30, hint: '-' }, () => {}));
`,
      /worth 30 points, not 100/,
    ],
    ['has no checks', CHECKS, () => '', /No check ran/],
  ])(
    '%s: it never passes, is said to be so, and the page goes on',
    async (_what, file, change, told) => {
      const right = workbook.read(file);
      try {
        workbook.save(file, change(right));
        const panel = page.locator('.grade');
        await panel.filter({ hasText: told }).waitFor();
        await says(page, /points: (?!passed)/);
      } finally {
        workbook.save(file, right);
      }
      await says(page, /^100 of 100/);
    },
  );
});

test('of many saves in a row the last one wins, in every tab', async () => {
  const page = await openPage(ONE);
  const other = await openPage(ONE);
  const right = workbook.read(SEGMENT);
  for (let save = 0; save < 10; save += 1) {
    workbook.save(SEGMENT, save % 2 ? `export const broken = ${save}` : 'for (;;) {}');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  }
  workbook.save(SEGMENT, `${right}\n// the last one\n`);
  await says(page, /^100 of 100/);
  await says(other, /^100 of 100/);
  workbook.save(SEGMENT, right);
  await says(page, /^100 of 100/);
});

describe('compare, solve and reset', () => {
  test('each says what it does first, keeps a copy, and says where', async () => {
    const page = await openPage('/chapters/04-header');
    const card = page.locator('details.task').filter({ hasText: '4.1' });
    const file = 'chapters/04-header/read-bearer.ts';
    const starter = workbook.read(file);

    await card.getByRole('button', { name: 'Compare' }).click();
    expect(await card.locator('.live-compare').count()).toBe(0);
    await card.getByRole('button', { name: 'Show me' }).click();
    await card.locator('.diff-line[data-whose=solution]').first().waitFor();

    await card.getByRole('button', { name: 'Solve' }).click();
    await card.getByRole('button', { name: 'No' }).click();
    expect(workbook.read(file)).toBe(starter);
    await card.getByRole('button', { name: 'Solve' }).click();
    await card.getByRole('button', { name: 'Yes' }).click();
    const kept = await page.locator('.live-note code').textContent();
    expect(workbook.read(join(kept ?? '', file))).toBe(starter);
    expect(workbook.read(file)).not.toBe(starter);
    await badgeOf(page, '4.1').filter({ hasText: 'all checks pass' }).waitFor();

    await card.evaluate((element) => element.setAttribute('open', ''));
    await card.getByRole('button', { name: 'Reset' }).click();
    await card.getByRole('button', { name: 'Yes' }).click();
    await badgeOf(page, '4.1').filter({ hasText: 'to be written' }).waitFor();
    expect(workbook.read(file)).toBe(starter);
  });

  test('a chapter is begun from the reference when those before it are not finished', async () => {
    const page = await openPage('/chapters/06-two-firewalls');
    await page.getByRole('button', { name: 'Start chapter 6 from the reference' }).click();
    await page.getByRole('button', { name: 'Yes, put them in place' }).click();
    await page.locator('.live-note').filter({ hasText: 'finished now' }).waitFor();
    expect(workbook.read('chapters/05-errors/entry-point.ts')).toBe(
      workbook.read('solutions/05-errors/entry-point.ts'),
    );
  });
});

describe('the request console', () => {
  test("sends the prose's request to the learner's API, and shows its way", async () => {
    const page = await openPage('/chapters/03-authenticator');
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.locator('.live').getByLabel('Path').fill('/api/me');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const status = page.locator('.console-status');
    await status.filter({ hasText: '401 Unauthorized' }).waitFor();
    expect(await page.locator('.console-raw pre').last().textContent()).toMatch(
      /^HTTP\/1\.1 401 Unauthorized\n[^]*WWW-Authenticate: Bearer/,
    );

    // A token for the password, and then it is in.
    await page.locator('.live').getByLabel('Method').selectOption('POST');
    await page.locator('.live').getByLabel('Path').fill('/api/tokens');
    await page.getByRole('button', { name: 'Basic, tomas' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await status.filter({ hasText: '200 OK' }).waitFor();
    await page.locator('.live').getByLabel('Method').selectOption('GET');
    await page.locator('.live').getByLabel('Path').fill('/api/me');
    await page.getByRole('button', { name: 'Bearer, the last token' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.console-raw pre').last().filter({ hasText: 'p-tomas' }).waitFor();
    const way = await page.locator('.xray-words').textContent();
    expect(way).toMatch(
      /guard \(middleware in chapters\/03-authenticator\/guard\.ts\), at \/api: handed on/,
    );
    expect(way).toMatch(/at \/api\/me: sent the answer, 200/);
  });

  test('shows who turned a request away', async () => {
    const page = await openPage('/chapters/03-authenticator');
    await page.locator('.send-it').first().click();
    await page.locator('.live').getByLabel('to chapter').selectOption('3');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.xray .has-thrown').first().waitFor();
    expect(await page.locator('.xray-words').textContent()).toMatch(
      /lockChanges \(middleware in chapters\/03-authenticator\/lock-changes\.ts\), at \/api: turned it away with AuthenticationError/,
    );
  });
});

test('the office of chapter 6: the console keeps its cookie, for /office alone', async () => {
  const page = await openPage('/chapters/06-two-firewalls');
  await page.getByRole('tab', { name: 'Requests' }).click();
  await page.locator('.live').getByLabel('whose code').selectOption('solutions');
  const send = async (method: string, path: string, status: RegExp) => {
    await page.locator('.live').getByLabel('Method').selectOption(method);
    await page.locator('.live').getByLabel('Path').fill(path);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.console-status').filter({ hasText: status }).waitFor();
    return (await page.locator('.console-raw pre').last().textContent()) ?? '';
  };
  const form = await send('GET', '/office/login', /200 OK/);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
  await page
    .locator('.live')
    .getByLabel('Headers')
    .fill('content-type: application/x-www-form-urlencoded');
  await page
    .locator('.live')
    .getByLabel('Body')
    .fill(`handle=ines&password=lookout-at-dawn-3&_csrf=${encodeURIComponent(csrf)}`);
  await send('POST', '/office/login', /303 See Other/);
  await page.locator('.live').getByLabel('Headers').fill('');
  await page.locator('.live').getByLabel('Body').fill('');
  expect(await send('GET', '/office', /200 OK/)).toContain('Signed in as');
  // What the API sends is text here: no form of it is on the page.
  expect(await page.locator('.console form form, .console-raw form').count()).toBe(0);
  await send('GET', '/api/me', /401 Unauthorized/);
});

test('the panel is accessible, in light and dark, with everything unfolded', async () => {
  const page = await openPage('/chapters/03-authenticator');
  await page.getByRole('button', { name: 'Grade now' }).click();
  await page
    .locator('.grade-word')
    .filter({ hasText: /points: / })
    .waitFor();
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('.live details')) {
      details.open = true;
    }
  });
  const found: string[] = [];
  for (const tab of ['Grade', 'Requests']) {
    await page.getByRole('tab', { name: tab }).click();
    for (const dark of [false, true]) {
      await page.evaluate((is) => {
        // Colours change in a moment, and axe would look at that moment.
        const style = document.createElement('style');
        style.textContent = '* { transition: none !important; }';
        document.head.append(style);
        document.documentElement.classList.toggle('dark', is);
      }, dark);
      const violations = await violationsOn(page, '.live');
      const theme = dark ? 'dark' : 'light';
      found.push(...violations.map((violation) => `${tab}, ${theme}: ${violation}`));
    }
  }
  expect(found).toEqual([]);
});

test.each([1280, 1440, 1920])('the panel stands beside the prose, at %i px', async (width) => {
  const page = await openPage(ONE);
  await page.setViewportSize({ width, height: 900 });
  const edgesOf = (selector: string) =>
    page.locator(selector).evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return { left, right };
    });
  const prose = await edgesOf('.vp-doc');
  expect(prose.left).toBeGreaterThanOrEqual((await edgesOf('.VPSidebar')).right);
  expect(prose.right).toBeLessThanOrEqual((await edgesOf('.live-dock')).left);
  expect(prose.right - prose.left).toBeGreaterThan(400);
});

test('the panel opens, changes its tab, and closes by keyboard', async () => {
  const page = await openPage(ONE);
  await page.locator('#live-tab-grade').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('#live-tab-console').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Escape');
  await page.locator('.live-pill').waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('live-pill');
  await page.keyboard.press('Enter');
  await page.locator('.live-dock').waitFor();
});

test("a task's file opens in the learner's editor, at the task", async () => {
  const page = await openPage(ONE);
  const card = page.locator('details.task').filter({ hasText: '1.2' });
  await card.evaluate((element) => element.setAttribute('open', ''));
  await card.getByRole('button', { name: 'Open decode-token.ts' }).click();
  await expect
    .poll(() => existsSync(join(workbook.root, 'opened.txt')) && workbook.read('opened.txt'))
    .toContain('chapters/01-jwt-basics/decode-token.ts');
});

test("the terminal's grade is the page's progress, too", async () => {
  const page = await openPage('/chapters/02-signing');
  expect(await page.locator('.grade-word').textContent()).toMatch(/^0 of 100 points/);
  const cli = spawn(process.execPath, [...TYPESCRIPT, 'scripts/cli/grade.ts', '2'], {
    cwd: workbook.root,
    stdio: 'ignore',
  });
  await new Promise((resolve) => cli.once('exit', resolve));
  await says(page, /^100 of 100 points/);
  await page.locator('.trail-cairn [data-state=done]').nth(1).waitFor({ state: 'attached' });
});

describe('trouble', () => {
  test('another server on the port: the next one is taken, and said', async () => {
    const second = await ServedWorkbook.open([], new URL(workbook.url).port);
    try {
      expect(new URL(second.url).port).not.toBe(new URL(workbook.url).port);
      expect(second.output).toMatch(/in use/i);
    } finally {
      await second.close();
    }
  });

  test('chapters switched in the middle of a run: each gets its own grade', async () => {
    const page = await openPage(ONE);
    await page.getByRole('button', { name: 'Grade now' }).click();
    await page.goto(`${workbook.url}/chapters/02-signing`);
    await page.locator('.live-pill').click();
    await page.getByRole('button', { name: 'Grade now' }).click();
    await says(page, /^100 of 100 points: passed/);
    expect(await page.locator('.grade-title').first().textContent()).toContain('Chapter 2');
  });

  test('a restarted server: the page comes back to life by itself', async () => {
    const page = await openPage(ONE);
    await workbook.stop();
    await page.locator('.live-note').filter({ hasText: 'npm start' }).waitFor();
    await workbook.start();
    // Vite's client loads the page again.
    await page.locator('.live-pill').click();
    workbook.save(SEGMENT, `${workbook.read(SEGMENT)}\n`);
    await says(page, /^100 of 100/);
  });

  test('a progress file that was edited by hand is set aside, and nothing is lost', async () => {
    const page = await openPage(ONE);
    workbook.save('.workbook/progress.json', '{"checks": 3');
    workbook.save(SEGMENT, `${workbook.read(SEGMENT)}\n`);
    await says(page, /^100 of 100/);
    const kept = () =>
      readdirSync(join(workbook.root, '.workbook')).filter((name) =>
        name.startsWith('progress.json.broken'),
      );
    await expect.poll(kept).toHaveLength(1);
  });
});

describe('another website in the same browser', () => {
  test('can neither read, nor frame, nor talk, nor open a file', async () => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title>');
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const { port } = evil.address() as AddressInfo;
    try {
      const page = await context.newPage();
      await page.goto(`http://localhost:${port}/`);
      const target = workbook.url;
      const tried = await page.evaluate(async (url) => {
        const read = (path: string) =>
          fetch(url + path).then(
            async (response) => `read ${(await response.text()).length}`,
            () => 'refused',
          );
        const socket = (query: string) =>
          new Promise<string>((resolve) => {
            const ws = new WebSocket(`${url.replace('http', 'ws')}/${query}`, 'vite-hmr');
            ws.onopen = () => resolve('open');
            ws.onerror = () => resolve('refused');
          });
        const script = (path: string) =>
          new Promise<string>((resolve) => {
            const element = document.createElement('script');
            element.src = url + path;
            element.onload = () => resolve('loaded');
            element.onerror = () => resolve('refused');
            document.head.append(element);
          });
        return {
          client: await read('/@vite/client'),
          page: await read('/chapters/01-jwt-basics'),
          socket: await socket(''),
          guessed: await socket('?token=guessed-token'),
          script: await script('/@vite/client'),
        };
      }, target);
      expect(tried).toEqual({
        client: 'refused',
        page: 'refused',
        socket: 'refused',
        guessed: 'refused',
        script: 'refused',
      });
    } finally {
      evil.close();
    }
  });

  test.each([
    ['/__open-in-editor?file=package.json', { 'sec-fetch-site': 'cross-site' }, 403],
    ['/__open%2din-editor?file=package.json', { 'sec-fetch-site': 'same-site' }, 403],
    ['/@fs/ROOT/.workbook/keys/private.pem', {}, 403],
    ['/@fs/ROOT/.workbook/a-secret', {}, 403],
    ['/@fs/etc/passwd', {}, 403],
  ])('%s', async (path, headers, status) => {
    workbook.save('.workbook/a-secret', 'secret');
    const url = workbook.url + path.replace('/ROOT', workbook.root);
    const response = await fetch(url, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a name that leads here by way of somebody else’s DNS is refused', async () => {
    const { port } = new URL(workbook.url);
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `rebound.example:${port}` };
      get({ host: '127.0.0.1', port, path: '/chapters/01-jwt-basics', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once('error', reject);
    });
    expect(status).toBe(403);
  });

  test('a page may not be framed', async () => {
    const { headers } = await fetch(`${workbook.url}/`);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});

test('what a page asks is taken only in its right form', async () => {
  const page = await openPage(ONE);
  const request = { kind: 'request', id: 1, chapter: 1, whose: 'chapters', method: 'GET' };
  const tried: unknown[] = [
    { kind: 'edit', task: '../../etc/passwd' },
    { kind: 'put', by: 'solution', target: '../x' },
    { kind: 'put', by: 'rm -rf', target: '1' },
    { kind: 'put', by: 'solution', target: '0' },
    { kind: 'compare', task: '9.9' },
    { ...request, path: '/x y', headers: [], body: '' },
    { ...request, path: '/', headers: [['a', 'b\r\nc: d']], body: '' },
    { kind: 'nonsense' },
    null,
  ];
  // Vite's own client module is the one that the page has: the channel is that page's.
  const answers = await page.evaluate<string[]>(`(async () => {
    const { createHotContext } = await import('/@vite/client');
    const hot = createHotContext('/tried');
    const refused = [];
    return new Promise((resolve) => {
      hot.on('cairn:tell', (news) => {
        if (news.kind !== 'refused') return;
        refused.push(news.message);
        if (refused.length === ${tried.length}) resolve(refused);
      });
      for (const each of ${JSON.stringify(tried)}) hot.send('cairn:ask', each);
    });
  })()`);
  expect(answers).toHaveLength(tried.length);
  for (const answer of answers)
    expect(answer).toMatch(/^(There is no|\S+ cannot be taken|What was asked cannot)/);
  expect(existsSync(join(workbook.root, 'chapters', 'x'))).toBe(false);
});
