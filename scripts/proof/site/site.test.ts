import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { violationsOn } from './axe.ts';
import { newPage, startBrowser } from '../../lib/browser.ts';

const DESKTOP = { width: 1280, height: 850 };
const PHONE = { width: 390, height: 844 };
const CHAPTER = 'chapters/03-authenticator';

const site = inject('site');
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Opens a page in a browser of its own, and closes that again. */
async function onPage<Result>(
  path: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  try {
    return await inContext(context, path, use);
  } finally {
    await context.close();
  }
}

async function inContext<Result>(
  context: BrowserContext,
  path: string,
  use: (page: Page) => Promise<Result>,
  before: (page: Page) => void = () => {},
): Promise<Result> {
  const page = await newPage(context);
  before(page);
  await page.goto(site.url + path, { waitUntil: 'load' });
  await page.locator('#app').and(page.locator(':not(:empty)')).waitFor();
  const result = await use(page);
  await page.close();
  return result;
}

/** The folders that pages are in; those in none are at the top. */
const folderOf = (path: string) => /^(\w+)\//.exec(path)?.[1] ?? 'the top';
const folders = [...new Set(site.pages.map(folderOf))];

/** Every page of a folder, two at a time, each of the two in a browser that has seen pages before. */
async function onEveryPage(
  folder: string,
  options: BrowserContextOptions,
  use: (page: Page, path: string) => Promise<void>,
  before: (page: Page, path: string) => void,
): Promise<void> {
  const paths = site.pages.filter((path) => folderOf(path) === folder);
  const visit = async () => {
    const context = await browser.newContext({ viewport: DESKTOP, ...options });
    for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
      const here = path;
      await inContext(
        context,
        here,
        (page) => use(page, here),
        (page) => before(page, here),
      );
    }
    await context.close();
  };
  await Promise.all([visit(), visit()]);
}

const openAll = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) {
      // Of those that share a name only one may be open.
      details.removeAttribute('name');
      details.open = true;
    }
  });

/** Widgets come to life when they are seen. */
async function seeAll(page: Page): Promise<void> {
  for (const widget of await page.locator('.widget-place').all()) {
    await widget.scrollIntoViewIfNeeded();
  }
}

test.each(folders)(
  'every page of %s: axe finds nothing in light and dark; it fits a phone, loads whole, and speaks to nobody else',
  async (folder) => {
    const found: string[] = [];
    let isFirst = true;
    await onEveryPage(
      folder,
      // Colours change in a moment, and axe would look at that moment.
      { colorScheme: 'light', reducedMotion: 'reduce' },
      async (page, path) => {
        await seeAll(page);
        await openAll(page);
        const tell = (fault: string) => found.push(`${path}, ${fault}`);
        // Of code, whose colours are few and whose pieces are many, the colours are looked at apart.
        await inEachTheme(page, () => faintCode(page), tell);
        await page.evaluate(() => {
          for (const code of document.querySelectorAll('pre code')) {
            code.replaceChildren(code.textContent);
          }
        });
        const ofDark = ['color-contrast', 'link-in-text-block'];
        // What is around a page is the same on every page of a folder: it is looked at once.
        const where = isFirst ? 'html' : 'main';
        isFirst = false;
        await inEachTheme(
          page,
          (theme) => violationsOn(page, where, theme === 'dark' ? ofDark : undefined),
          tell,
        );
        for (const width of [390, 320]) {
          await page.setViewportSize({ width, height: 844 });
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          if (over > 0) found.push(`${path} is ${over} px too wide for ${width} px`);
        }
      },
      (page, path) => {
        page.on('pageerror', (error) => found.push(`${path}: ${error.message}`));
        page.on('console', (message) => {
          if (message.type() === 'error') found.push(`${path}: ${message.text()}`);
        });
        page.on('request', (request) => {
          if (!request.url().startsWith(site.url) && !request.url().startsWith('data:')) {
            found.push(`${path} asks for ${request.url()}`);
          }
        });
        page.on('response', (response) => {
          if (response.status() >= 400) {
            found.push(`${path}: ${response.url()} is ${response.status()}`);
          }
        });
      },
    );
    expect(found).toEqual([]);
  },
);

type Theme = 'light' | 'dark';

/** Looks at a page in one theme and in the other, and tells what is found, with the theme. */
async function inEachTheme(
  page: Page,
  look: (theme: Theme) => Promise<string[]>,
  tell: (fault: string) => void,
): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate(
      (dark) => document.documentElement.classList.toggle('dark', dark),
      theme === 'dark',
    );
    for (const fault of await look(theme)) tell(`${theme}: ${fault}`);
  }
}

/** The colours of code that are hard to tell from their ground. */
async function faintCode(page: Page): Promise<string[]> {
  const pairs = await page.evaluate(() => {
    const seen = new Set<string>();
    for (const span of document.querySelectorAll('pre code span')) {
      let ground: Element | null = span;
      while (ground && getComputedStyle(ground).backgroundColor.endsWith(', 0)')) {
        ground = ground.parentElement;
      }
      if (span.children.length > 0 || !ground) continue;
      seen.add(`${getComputedStyle(span).color} on ${getComputedStyle(ground).backgroundColor}`);
    }
    return [...seen];
  });
  return pairs.filter((pair) => contrastOf(pair) < 4.5).map((pair) => `code: ${pair}`);
}

/** WCAG 2.2's contrast ratio of `rgb(…) on rgb(…)`. */
function contrastOf(pair: string): number {
  const [text = 0, ground = 0] = pair.split(' on ').map((colour) => {
    const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/[\d.]+/g)].map(([value]) => {
      const part = Number(value) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
}

test('nothing moves while a page loads, and as it is read', async () => {
  for (const path of [
    '',
    CHAPTER,
    'chapters/01-jwt-basics',
    'chapters/05-errors',
    'chapters/06-two-firewalls',
  ]) {
    for (const viewport of [DESKTOP, PHONE]) {
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            shifts.push((entry as unknown as { value: number }).value);
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(site.url + path, { waitUntil: 'networkidle' });
      await seeAll(page);
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
      await context.close();
      // As Lighthouse counts: to the thousandth.
      const sum = shifts.reduce((all, shift) => all + shift, 0);
      expect(Math.round(sum * 1000), `${path}: ${sum}`).toBe(0);
    }
  }
});

describe('without JavaScript', () => {
  const options = { javaScriptEnabled: false };

  test('a chapter has its prose, its code, its pictures, its answers', async () => {
    await onPage(CHAPTER, options, async (page) => {
      expect(await page.locator('.vp-doc h2').count()).toBeGreaterThan(8);
      expect(await page.locator('.vp-doc svg[role=img]').first().isVisible()).toBe(true);
      const choice = page.locator('.choice').first();
      expect(await choice.locator('.choice-why').isVisible()).toBe(false);
      await choice.locator('summary').click();
      expect(await choice.locator('.choice-why').isVisible()).toBe(true);
      const compare = page.locator('.compare').first();
      await compare.locator('summary').click();
      // Code first; the comments, and with them the instructions, when asked for.
      expect(await compare.getByText('TODO 3.1').isVisible()).toBe(false);
      await compare.getByLabel('Show comments, too').check();
      expect(await compare.getByText('TODO 3.1').isVisible()).toBe(true);
      expect(await compare.locator('section').last().textContent()).toContain('jwt.verify');
    });
  });

  test('each widget says something', async () => {
    for (const path of [
      'chapters/01-jwt-basics',
      'chapters/02-signing',
      CHAPTER,
      'chapters/05-errors',
      'chapters/06-two-firewalls',
    ]) {
      await onPage(path, options, async (page) => {
        const widget = page.locator('.widget-place').first();
        expect((await widget.innerText()).length, path).toBeGreaterThan(200);
      });
    }
  });

  test('home shows the trail, and every chapter on it', async () => {
    await onPage('', options, async (page) => {
      expect(await page.locator('.home-trail a').count()).toBe(listChapters(courseRoot).length);
      expect(await page.getByText('npm ci && npm start').isVisible()).toBe(true);
    });
  });
});

describe('by keyboard', () => {
  test('a prediction is made, and one answer is open at a time', async () => {
    await onPage(CHAPTER, {}, async (page) => {
      const [first, second] = await page.locator('.predict').first().locator('.choice').all();
      await first?.locator('summary').focus();
      await page.keyboard.press('Enter');
      expect(await first?.getAttribute('open')).not.toBeNull();
      await page.keyboard.press('Tab');
      await second?.locator('summary').focus();
      await page.keyboard.press('Space');
      expect(await second?.getAttribute('open')).not.toBeNull();
      expect(await first?.getAttribute('open')).toBeNull();
    });
  });

  test('the first stop leads past the navigation', async () => {
    await onPage(CHAPTER, {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toMatch(
        /skip to content/i,
      );
    });
  });

  test('the search opens, and finds a section', async () => {
    await onPage(CHAPTER, {}, async (page) => {
      await page.keyboard.press('Control+k');
      await page.locator('#localsearch-input').fill('session fixation');
      const hit = page.locator('.result').first();
      await hit.waitFor();
      expect(await hit.textContent()).toMatch(/sign|session/i);
    });
  });

  test('the theme is switched', async () => {
    await onPage(CHAPTER, { colorScheme: 'light' }, async (page) => {
      await page.locator('.VPSwitchAppearance').first().focus();
      await page.keyboard.press('Enter');
      await page.locator('html.dark').waitFor({ state: 'attached' });
    });
  });

  test('on a phone the menu opens, and Escape closes it', async () => {
    await onPage(CHAPTER, { viewport: PHONE }, async (page) => {
      const menu = page.locator('.VPLocalNav .menu');
      await menu.focus();
      await page.keyboard.press('Enter');
      await page.locator('.VPSidebar.open').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.VPSidebar:not(.open)').waitFor({ state: 'attached' });
    });
  });
});

test('on paper the navigation is gone, and what is folded is there', async () => {
  await onPage(CHAPTER, {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.VPNav').isVisible()).toBe(false);
    expect(await page.locator('.VPSidebar').isVisible()).toBe(false);
    const heights = await page
      .locator('.choice-why')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThan(20);
  });
});

test('a path that is not on the map says so, and leads back', async () => {
  await onPage('nowhere', {}, async (page) => {
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'This path is not on the map',
    );
    await page.getByRole('link', { name: 'from the first page' }).click();
    await page.waitForURL(site.url);
  });
});

test('a page says to others where it is, and what is on it', async () => {
  await onPage(CHAPTER, {}, async (page) => {
    const content = (selector: string) => page.locator(selector).getAttribute('content');
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(
      'https://example.org/cairn/chapters/03-authenticator',
    );
    expect(await content('meta[property="og:title"]')).toContain('The authenticator');
    expect((await content('meta[name=description]'))?.length).toBeGreaterThan(60);
    const card = (await content('meta[property="og:image"]')) ?? '';
    const response = await page.request.get(card.replace('https://example.org/cairn/', site.url));
    expect(response.headers()['content-type']).toBe('image/png');
  });
  const map = await fetch(`${site.url}sitemap.xml`);
  expect(await map.text()).toContain(
    '<loc>https://example.org/cairn/chapters/03-authenticator</loc>',
  );
});
