import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LiveBook, says } from './live-page.ts';
import { runCommand } from '../testing/run.ts';
import { ServedWorkbook } from './served-workbook.ts';

let book: LiveBook;
beforeAll(async () => {
  book = await LiveBook.open([1, 2]);
});
afterAll(() => book?.close());
afterEach(() => book.closePages());

const ONE = '/chapters/01-jwt-basics';
const SEGMENT = 'chapters/01-jwt-basics/decode-segment.ts';

test("the terminal's grade is the page's progress, too", async () => {
  const page = await book.openPage('/chapters/02-signing');
  expect(await page.locator('.grade-word').textContent()).toBe('Not graded yet');
  await runCommand(book.workbook.root, 'grade', '2');
  await says(page, /^100 of 100 points/);
  await page.locator('.trail-cairn [data-state=done]').first().waitFor({ state: 'attached' });
});

describe('trouble', () => {
  test('another server on the port: the next one is taken, and said', async () => {
    const second = await ServedWorkbook.open([], new URL(book.workbook.url).port);
    try {
      expect(new URL(second.url).port).not.toBe(new URL(book.workbook.url).port);
      expect(second.output).toMatch(/in use/i);
    } finally {
      await second.close();
    }
  });

  test('chapters switched in the middle of a run: each gets its own grade', async () => {
    const page = await book.openPage(ONE);
    await page.getByRole('button', { name: 'Grade now' }).click();
    await page.goto(`${book.workbook.url}/chapters/02-signing`);
    await page.getByRole('button', { name: 'Grade now' }).click();
    await says(page, /^100 of 100 points: passed/);
    expect(await page.locator('.grade-title').first().textContent()).toContain('Chapter 2');
  });

  test('a restarted server: the page comes back to life by itself', async () => {
    const page = await book.openPage(ONE);
    await book.workbook.stop();
    await page.locator('.notice').filter({ hasText: 'npm start' }).waitFor();
    // Vite's client loads the page again.
    const reloaded = page.waitForEvent('load');
    await book.workbook.start();
    await reloaded;
    book.workbook.save(SEGMENT, `${book.workbook.read(SEGMENT)}\n`);
    await says(page, /^100 of 100/);
  });

  test('a progress file that was edited by hand is set aside, and nothing is lost', async () => {
    const page = await book.openPage(ONE);
    book.workbook.save('.workbook/progress.json', '{"checks": 3');
    book.workbook.save(SEGMENT, `${book.workbook.read(SEGMENT)}\n`);
    await says(page, /^100 of 100/);
    const kept = () =>
      readdirSync(join(book.workbook.root, '.workbook')).filter((name) =>
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
      const page = await book.context.newPage();
      await page.goto(`http://localhost:${port}/`);
      const target = book.workbook.url;
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
    // A prefetch from another site is said to come from nowhere.
    ['/__open-in-editor?file=package.json', { 'sec-fetch-site': 'none' }, 403],
    ['/__open-in-editor?file=/etc/passwd', {}, 404],
    ['/@fs/ROOT/.workbook/keys/private.pem', {}, 403],
    ['/@fs/ROOT/.workbook/a-secret', {}, 403],
    ['/@fs/etc/passwd', {}, 403],
  ])('%s', async (path, headers, status) => {
    mkdirSync(join(book.workbook.root, '.workbook', 'keys'), { recursive: true });
    for (const kept of ['a-secret', 'keys/private.pem']) {
      book.workbook.save(`.workbook/${kept}`, 'secret');
    }
    const url = book.workbook.url + path.replace('/ROOT', book.workbook.root);
    const response = await fetch(url, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a name that leads here by way of somebody else’s DNS is refused', async () => {
    const { port } = new URL(book.workbook.url);
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
    const { headers } = await fetch(`${book.workbook.url}/`);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});

test('what a page asks is taken only in its right form', async () => {
  const page = await book.openPage(ONE);
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
  expect(existsSync(join(book.workbook.root, 'chapters', 'x'))).toBe(false);
});
