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

/** Goes to a chapter's lab, as its reader does, and waits for it to come to life. */
async function inLab(chapter: string, use: (lab: Locator, page: Page) => Promise<void>) {
  const page = await newPage(browser);
  try {
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    await page.goto(`${site.url}chapters/${chapter}`);
    const lab = page.getByRole('region', { name: 'Token lab' });
    await lab.scrollIntoViewIfNeeded();
    await lab.getByRole('combobox', { name: 'Start from' }).and(page.locator(':enabled')).waitFor();
    await use(lab, page);
    expect(trouble).toEqual([]);
  } finally {
    await page.close();
  }
}

const headline = (lab: Locator, words: RegExp) =>
  lab.locator('.lab-headline').filter({ hasText: words }).waitFor();
const start = (lab: Locator, preset: string) =>
  lab.getByRole('combobox', { name: 'Start from' }).selectOption({ label: preset });

describe('the token lab', () => {
  test('chapter 1: reads a token, and says of none that it is verified', async () => {
    await inLab('01-jwt-basics', async (lab) => {
      await headline(lab, /Decoded, and nothing is proven/);
      expect(await lab.getByRole('textbox', { name: 'Payload, JSON' }).inputValue()).toContain(
        '4071',
      );
      await lab.getByRole('button', { name: 'Change a character of the payload' }).click();
      expect(await lab.locator('.lab-changed').textContent()).toMatch(/\S/);
      await lab.getByRole('button', { name: 'Put it back' }).click();
      await lab.getByRole('textbox', { name: 'Payload, base64url' }).fill('!!');
      await lab.locator('.lab-fault').first().waitFor();
    });
  });

  test('chapter 2: signs again with the secret that leaked', async () => {
    await inLab('02-signing', async (lab) => {
      await start(lab, 'The pass in the chat');
      await headline(lab, /not verified/);
      await lab.getByRole('textbox', { name: 'Secret' }).fill('otter-creek-1987');
      await headline(lab, /and verified/);
      const before = await lab.getByRole('textbox', { name: 'Signature, base64url' }).inputValue();
      await lab.getByRole('textbox', { name: 'Payload, JSON' }).fill('{"sub":"p-ines"}');
      await lab.getByRole('button', { name: 'Sign with HS256' }).click();
      await headline(lab, /and verified/);
      const after = await lab.getByRole('textbox', { name: 'Signature, base64url' }).inputValue();
      expect(after).toMatch(/^PG2dIxiv/);
      expect(after).not.toBe(before);
    });
  });

  test('chapter 3: says which rule refuses a token, and when the policy is too kind', async () => {
    await inLab('03-authenticator', async (lab) => {
      await start(lab, 'A good token');
      await headline(lab, /Accepted/);
      await start(lab, 'From another issuer');
      await headline(lab, /not accepted/);
      expect(await lab.locator('.lab-because').textContent()).toMatch(/iss/);
      await start(lab, 'HS256, signed with the public key');
      await headline(lab, /^(?!.*Accepted)/);
      await lab.getByRole('checkbox', { name: 'HS256' }).check();
      await headline(lab, /Accepted, as p-ines, and anyone could have written it/);
    });
  });

  test('is used by keyboard alone', async () => {
    await inLab('03-authenticator', async (lab, page) => {
      await lab.getByRole('combobox', { name: 'Start from' }).focus();
      await page.keyboard.press('E'); // "Expired"
      await headline(lab, /expired|not accepted/i);
      await lab.getByRole('checkbox', { name: 'none' }).focus();
      await page.keyboard.press('Space');
      expect(await lab.getByRole('checkbox', { name: 'none' }).isChecked()).toBe(true);
    });
  });
});
