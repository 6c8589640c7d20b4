import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createMarkdownRenderer, type SiteConfig } from 'vitepress';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultsInLinks, faultsInSources } from '../../../docs/.vitepress/check-pages.ts';
import config from '../../../docs/.vitepress/config.ts';
import { listFiles } from '../../lib/files.ts';
import { courseRoot } from '../../course/root.ts';
import { makeScratch, type Scratch } from '../../course/scratch.ts';
import { buildSite } from '../../lib/build-site.ts';
import { findBrowser } from '../../lib/find-browser.ts';

describe('the links of a built site', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cairn-links-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (file: string, html: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), html);
  };

  test('that lead somewhere are no fault', () => {
    put(
      'index.html',
      '<a href="/c/a/">x</a><a href="/c/b#t-1">x</a><a href="https://x.example/#y">',
    );
    put('a/index.html', '<a class="k" href="../b.html#t-1">x</a><a href="#me">x</a><p id="me">');
    put('b.html', '<h2 id="t-1">x</h2><a href="/c/">x</a><a href="mailto:a@b.example">x</a>');
    expect(faultsInLinks(folder, '/c/')).toEqual([]);
  });

  test('that lead nowhere are named, with the page that has them', () => {
    put('index.html', '<a href="/c/b#t-2">x</a><a href="/c/gone">x</a><a href="/b">x</a>');
    put('b.html', '<h2 id="t-1">x</h2>');
    expect(faultsInLinks(folder, '/c/')).toEqual([
      'docs/index.md links to /c/b#t-2: that page has no such section.',
      'docs/index.md links to /c/gone: there is no such page.',
      'docs/index.md links to /b: there is no such page.',
    ]);
  });

  test('that lead nowhere end the build', () => {
    put('index.html', '<a href="#3-9">x</a>');
    const end = () => config.buildEnd?.({ outDir: folder } as SiteConfig);
    expect(end).toThrow(/index\.md links to #3-9: that page has no such section/);
  });
});

describe('the pages as they are written', () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = makeScratch(courseRoot, { docs: true })));
  afterEach(() => scratch.remove());
  const edit = (page: string, change: (text: string) => string) => {
    const file = join(scratch.root, 'docs', page);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };

  test('have every task, as a section and as a comparison', () => {
    expect(faultsInSources(scratch.root)).toEqual([]);
    edit('chapters/03-authenticator.md', (text) =>
      text.replace('\n## 3.2\n', '\n## Elsewhere\n').replace('<Compare task="3.4" />', ''),
    );
    rmSync(join(scratch.root, 'docs/chapters/04-header.md'));
    edit('index.md', (text) => `${text}\n<<< ../chapters/03-authenticator/guard.ts\n`);
    expect(faultsInSources(scratch.root)).toEqual([
      'docs/chapters/03-authenticator.md: task 3.2 has no section. Its heading is "## 3.2".',
      'docs/chapters/03-authenticator.md: task 3.4 has no <Compare task="3.4" /> line.',
      'docs/chapters/04-header.md is missing: every chapter has a page.',
      expect.stringMatching(/^docs\/index\.md:\d+: <<< .* is not the course's own\.$/),
    ]);
  });
});

describe('a page that cannot be published', () => {
  test.each([
    [
      'a region that is not there',
      '<<< ../../solutions/03-authenticator/guard.ts#3.9',
      /region "3\.9" not found/,
    ],
    ['a comparison of no task', '<Compare task="3.9" />', /3\.9.*there is no such task/],
    [
      'a question without a right answer',
      '<Predict>\n\nWell?\n\n<Choice answer="a">\n\nb\n\n</Choice>\n</Predict>',
      /needs two choices or more, and a right one/,
    ],
    [
      'two questions from memory',
      '<FromMemory>\n<Predict>\n\nA?\n\n<Choice answer="a" right>\n\nb\n\n</Choice>\n<Choice answer="c">\n\nd\n\n</Choice>\n</Predict>\n</FromMemory>',
      /<FromMemory> needs 3 <Predict> blocks/,
    ],
  ])('has %s', async (_what, text, words) => {
    const docs = join(courseRoot, 'docs');
    const md = await createMarkdownRenderer(docs, config.markdown, '/');
    const page = 'chapters/00-open-api.md';
    const render = async () => md.renderAsync(text, { path: join(docs, page), relativePath: page });
    await expect(render()).rejects.toThrow(words);
  });

  test('has a link to a page that is not there: the build fails', async () => {
    const scratch = makeScratch(courseRoot, { docs: true });
    try {
      // What is found while a page is read needs no other page: quicker so.
      for (const other of listFiles(join(scratch.root, 'docs'))) {
        const isOther = other.endsWith('.md') && !other.endsWith('00-open-api.md');
        if (isOther) rmSync(join(scratch.root, 'docs', other));
      }
      const page = join(scratch.root, 'docs/chapters/00-open-api.md');
      writeFileSync(page, `${readFileSync(page, 'utf8')}\n[x](/chapters/99-none)\n`);
      const { code, output } = await buildSite(scratch.root, 'docs/.vitepress/dist');
      expect(output).toMatch(/dead link.*99-none/i);
      expect(code).not.toBe(0);
    } finally {
      scratch.remove();
    }
  });
});

describe('the browser of this machine', () => {
  const only =
    (...there: string[]) =>
    (path: string) =>
      there.includes(path);

  test('is the one that CHROME_PATH names, if it is there', () => {
    const env = { CHROME_PATH: '/opt/mine', PATH: '/usr/bin' };
    expect(findBrowser(env, 'linux', only('/opt/mine', '/usr/bin/chromium'))).toBe('/opt/mine');
    expect(findBrowser(env, 'linux', only('/usr/bin/chromium'))).toBe('/usr/bin/chromium');
  });

  test('is where people have it', () => {
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser({}, 'darwin', only(chrome))).toBe(chrome);
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const env = { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
    expect(findBrowser(env, 'win32', only(edge))).toBe(edge);
    expect(findBrowser({ PATH: '/bin' }, 'linux', () => false)).toBeUndefined();
  });
});
