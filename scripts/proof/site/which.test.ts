import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newPage, startBrowser } from '../../lib/browser.ts';

const site = inject('site');
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Goes to a chapter's widget, as its reader does, and waits for it to come to life. */
async function inWidget(
  chapter: string,
  name: string,
  use: (widget: Locator, page: Page) => Promise<void>,
) {
  const page = await newPage(browser);
  try {
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    await page.goto(`${site.url}chapters/${chapter}`);
    const widget = page.getByRole('region', { name });
    await widget.scrollIntoViewIfNeeded();
    await widget.locator('fieldset:not([disabled])').first().waitFor();
    await use(widget, page);
    expect(trouble).toEqual([]);
  } finally {
    await page.close();
  }
}

const tells = (widget: Locator, words: RegExp) =>
  widget.getByRole('status').filter({ hasText: words }).waitFor();

describe('which answer?', () => {
  test('shows the exact response to what is asked for and sent along', async () => {
    await inWidget('05-errors', 'Which answer?', async (widget) => {
      await widget
        .getByRole('button', { name: /^Change someone else.s report, A good token: 403/ })
        .click();
      await tells(widget, /403/);
      expect(await widget.innerText()).toContain('problems/forbidden');
      await widget
        .getByRole('combobox', { name: 'What you send with it' })
        .selectOption({ label: 'Nothing' });
      await tells(widget, /401/);
      expect(await widget.innerText()).toContain('problems/authentication-required');
    });
  });

  test('the table is walked by the arrow keys', async () => {
    await inWidget('05-errors', 'Which answer?', async (widget, page) => {
      const cells = widget.locator('table').first().getByRole('button');
      await cells.first().click();
      await page.keyboard.press('ArrowRight');
      const chosen = await widget.locator('table').first().locator('[aria-pressed=true]').count();
      expect(chosen).toBe(1);
      expect(await cells.first().getAttribute('aria-pressed')).toBe('false');
    });
  });

  test('chapter 9 has tables of its own', async () => {
    await inWidget('09-signing-out', 'Which answer?', async (widget) => {
      expect(await widget.locator('table').count()).toBe(3);
      await widget
        .getByRole('button', { name: /^Refresh a session, A used refresh token:/ })
        .click();
      await tells(widget, /POST \/api\/tokens\/refresh.*400/);
      expect(await widget.innerText()).toContain('problems/invalid-grant');
      await widget
        .getByRole('combobox', { name: 'What you ask for' })
        .selectOption({ label: 'Revoke a token' });
      await tells(widget, /POST \/api\/tokens\/revoke.*200/);
    });
  });
});

describe('which firewall?', () => {
  test.each([
    ['GET', '/API/me', 'Nothing', /The api firewall takes it\. It ends with 401/],
    // Nothing is resolved: what begins with /office is the office's.
    [
      'GET',
      '/office/%2e%2e/api/me',
      'A good token',
      /The office firewall takes it\. It ends with 303/,
    ],
    ['GET', '/office', 'A good token', /The office firewall takes it\. It ends with 303/],
    ['GET', '/office', 'The office’s cookie', /The office firewall takes it\. It ends with 200/],
    ['GET', '/apiary', 'Nothing', /404/],
  ])('%s %s, with: %s', async (method, path, credentials, ending) => {
    await inWidget('06-two-firewalls', 'Which firewall?', async (widget) => {
      await widget.getByRole('combobox', { name: 'Method' }).selectOption(method);
      await widget.getByRole('textbox', { name: 'Path' }).fill(path);
      await widget.getByRole('radio', { name: credentials, exact: true }).check();
      await tells(widget, ending);
    });
  });

  test('a known way around it is one press away', async () => {
    await inWidget('06-two-firewalls', 'Which firewall?', async (widget, page) => {
      await widget.getByRole('button', { name: 'The marmot' }).focus();
      await page.keyboard.press('Enter');
      await tells(widget, /It ends with 4\d\d/);
    });
  });
});
