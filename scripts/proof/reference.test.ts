import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Express } from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../lib/files.ts';
import { findRegions } from '../course/regions.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch } from '../course/scratch.ts';
import { encodePart, sessionClaims, makeWorld, NOW, signToken } from '../grading/check/kit.ts';
import { importsOf } from './house/imports.ts';
import { replayReference } from './pages/replay-reference.ts';
import { finishedApp, finishedApps } from './testing/apps.ts';
import { runCommand } from './testing/run.ts';

/** A world with the clock on the wall, as a reader of a page has it. */
const today = () => makeWorld({ clock: Date.now });

const read = (page: string) => readFileSync(join(courseRoot, 'docs', page), 'utf8');

describe('the API’s page', () => {
  const page = read('reference/api.md');
  const endpoints = endpointsIn(page);

  test('has a section with an example for every endpoint that it lists, and for no other', () => {
    const sections = page.split(/^##+ /m).flatMap((section) => {
      const [, endpoint, anchor] = /^`([A-Z]+ .+)` \{#(.+)\}$/m.exec(section) ?? [];
      return endpoint === undefined ? [] : [{ endpoint, anchor, section }];
    });
    expect(sections.map(({ endpoint, anchor }) => ({ endpoint, anchor }))).toEqual(
      endpoints.map(({ endpoint, anchor }) => ({ endpoint, anchor })),
    );
    for (const { endpoint, section } of sections) {
      expect(section, endpoint).toMatch(/^```sh\n[^]+^```http\n/m);
    }
  });

  test.each(finishedApps)(
    'lists every method of the paths of $slug',
    async ({ chapter, createApp }) => {
      const there = endpoints.filter(({ from }) => from <= chapter);
      for (const path of new Set(there.map(({ endpoint }) => endpoint.split(' ')[1]!))) {
        const app = createApp(makeWorld());
        const { headers } = await request(app).options(realPath(path));
        // A page of the office does not say which methods it takes.
        if (headers['allow'] === undefined && !path.startsWith('/api')) continue;
        const methods = there
          .filter(({ endpoint }) => endpoint.endsWith(` ${path}`))
          .map(({ endpoint }) => endpoint.split(' ')[0]);
        const allowed = String(headers['allow']).split(', ');
        const others = allowed.filter((method) => !['HEAD', 'OPTIONS'].includes(method));
        expect(others.sort(), path).toEqual(methods.sort());
      }
    },
  );

  test.each(finishedApps)('says what a stranger gets in $slug', async ({ chapter, createApp }) => {
    for (const { endpoint, from, toStranger } of endpoints) {
      const app = createApp(makeWorld());
      const { status } = await askAsStranger(app, endpoint);
      const said = toStranger.findLast((each) => each.from <= chapter);
      // The lock of chapter 3 doesn't say which paths there are.
      const isLocked = chapter >= 3 && /^(POST|PUT|PATCH|DELETE) \/api\//.test(endpoint);
      expect(status, `${endpoint}, in chapter ${chapter}`).toBe(
        chapter < from ? (isLocked ? 401 : 404) : said?.status,
      );
    }
  });

  test('says what the credentials do, from chapter 3 on', async () => {
    const rows = [
      ...page.matchAll(/^\| (a token past|any other token|a header that)[^|]*\|(.+)\|(.+)\|$/gm),
    ];
    const sent = [
      `Bearer ${signToken(sessionClaims({ exp: NOW }))}`,
      'Bearer not.a.token',
      'Bearer first second',
    ];
    expect(rows).toHaveLength(sent.length);
    for (const [index, [, what, early = '', late = '']] of rows.entries()) {
      for (const { chapter, createApp } of finishedApps.filter((app) => app.chapter >= 3)) {
        const cell = chapter < 5 ? early : late;
        if (chapter < Number(/from (\d) on/.exec(cell)?.[1] ?? 3)) continue;
        const { body } = await request(createApp(makeWorld()))
          .get('/api/trails')
          .set('authorization', sent[index] ?? '');
        const said = /(\d{3}) .*\(\/problems\/(.+)\)/.exec(cell);
        expect([body.status, body.type], `${what}, in chapter ${chapter}`).toEqual([
          Number(said?.[1]),
          `https://cairn.example/problems/${said?.[2]}`,
        ]);
      }
    }
  });

  test('shows what the API answers', async () => {
    await expectShown(page);
  });
});

describe('the pages of the problem types', () => {
  const slugs = pagesOf('problems');
  const index = read('problems/index.md');

  test('are one for each type that the code knows, and no other', () => {
    expect(slugs).toEqual(slugsInCode());
  });

  test('are listed, each with its status and chapter', () => {
    const rows = [
      ...index.matchAll(/^\| \[`(.+?)`\]\(\/problems\/(.+?)\) +\| (\d+) +\| (\d) +\|/gm),
    ];
    const listed = rows.map(([, name, link, status, from]) => ({ name, link, status, from }));
    const wanted = slugs.map((slug) => {
      const page = read(`problems/${slug}.md`);
      const status = /^- \*\*Status:\*\* (\d+)$/m.exec(page)?.[1];
      const from = /^- \*\*From:\*\* \[chapter (\d)\]/m.exec(page)?.[1];
      return { name: slug, link: slug, status, from };
    });
    expect(listed).toEqual(wanted);
  });

  test('the examples of the list are what the API answers', async () => {
    await expectShown(index);
  });

  test.each(slugs)('%s: says and shows what the API answers', async (slug) => {
    const page = read(`problems/${slug}.md`);
    const isUnwritten = slug === 'not-written-yet';
    const app = isUnwritten ? await makeUnwrittenApp() : finishedApp.createApp(today());
    const examples = await replayReference(page, app);
    expect(examples).toHaveLength(1);
    expect(examples[0]?.mismatch).toBeUndefined();

    const { response } = examples[0]!;
    const body = JSON.parse(response.body) as { title: string; type: string; status: number };
    const headers = Object.fromEntries(
      response.headers.map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(page).toContain(`\ntitle: ${slug}\n`);
    expect(page).toContain(`\n# ${body.title}\n`);
    expect(page).toContain(`\n- **Type:** \`${body.type}\`\n- **Status:** ${body.status}\n`);
    expect(body.type).toBe(`https://cairn.example/problems/${slug}`);
    const challenge = /^- \*\*Challenge:\*\* `(.+?)`(?:, with `(.+?)`)?/m.exec(page);
    expect(headers['www-authenticate'] ?? '').toContain(challenge?.[1] ?? '');
    expect(headers['www-authenticate'] ?? '').toContain(challenge?.[2] ?? '');
    expect('www-authenticate' in headers, 'has a challenge').toBe(challenge !== null);
  });

  test('malformed-token: lists what the detail may say', async () => {
    const text = (header: string, payload: string) =>
      `${encodePart(header)}.${encodePart(payload)}.`;
    const tokens = [
      'one.two',
      'a+b.e30.',
      'e30.e30.YR',
      `e30.${encodePart(new Uint8Array([0xff]))}.`,
      text('{}', '{'),
      text('{}', 'null'),
      text(`{"a":${'['.repeat(101)}${']'.repeat(101)}}`, '{}'),
      text('{}', '{"exp":"soon"}'),
    ];
    const app = finishedApp.createApp(makeWorld());
    const details: string[] = [];
    for (const token of tokens) {
      const { body } = await request(app).post('/api/tokens/inspect').send({ token });
      details.push(body.detail);
    }
    const rows = read('problems/malformed-token.md').matchAll(/^\| ([A-Ze].+?\.) +\|/gm);
    expect([...rows].map(([, detail]) => detail)).toEqual(details);
  });
});

describe('the commands’ page', () => {
  const page = read('reference/commands.md');
  const { scripts } = JSON.parse(readFileSync(join(courseRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const names = Object.keys(scripts);
  const typed = names.filter((name) => / scripts\/(cli|proof\/attack)\//.test(scripts[name] ?? ''));
  const sections = new Map(
    page.split(/^##+ (?=`npm )/m).map((section) => {
      return [/^`npm (?:run )?(.+?)`/.exec(section)?.[1] ?? '', section.split(/^## /m)[0] ?? ''];
    }),
  );

  test('has a section for every command, and for no other', () => {
    expect([...sections.keys()].filter(Boolean).sort()).toEqual(['start', ...typed].sort());
    for (const [, name] of page.matchAll(/`npm (?:run )?(?:--silent )?([a-z:]+)/g))
      expect(names).toContain(name);
  });

  test.each(typed)('says of %s what its --help says', async (name) => {
    const { code, stdout } = await runCommand(courseRoot, name, '--help');
    expect(code).toBe(0);
    const section = sections.get(name) ?? '';
    const argument = /^Usage: npm run .+ -- \[options\] ?(.*)$/m.exec(stdout)?.[1];
    if (argument) expect(section).toContain(`Type \`npm run ${name} ${argument}\``);
    const inHelp = [...stdout.matchAll(/^  (--\S+(?: <\S+>)?)/gm)].map(([, option]) => option);
    const onPage = [...section.matchAll(/^\| `(--.+?)` +\|/gm)].map(([, option]) => option);
    expect(onPage).toEqual(inHelp);
  });
});

describe('the glossary', () => {
  const page = read('reference/glossary.md');
  const entries = page
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const [, term = '', anchor = ''] = /^(.+) \{#(.+)\}$/m.exec(text) ?? [];
      return { term, anchor, text };
    });

  test('lists its terms in the alphabet’s order', () => {
    const listed = [...page.matchAll(/^<li><a href="#(.+?)">(.+)<\/a><\/li>$/gm)].map(
      ([, anchor, html = '']) => ({ term: html.replaceAll(/<\/?code>/g, '`'), anchor }),
    );
    const plain = ({ term }: { term: string }) => term.replaceAll(/[`:]/g, '').toLowerCase();
    const sorted = entries
      .map(({ term, anchor }) => ({ term, anchor }))
      .sort((a, b) => plain(a).localeCompare(plain(b), 'en'));
    expect(listed).toEqual(sorted);
  });

  test('leads from each term to its place in the course', () => {
    for (const { term, text } of entries) expect(text, term).toMatch(/\]\(\/chapters\//);
  });
});

describe('the questions', () => {
  const slugs = pagesOf('questions');
  const field = (slug: string, name: string) =>
    new RegExp(`^${name}: (.+)$`, 'm').exec(read(`questions/${slug}.md`))?.[1] ?? '';

  test('are listed in their order, by their own headings', () => {
    const inOrder = slugs.toSorted((a, b) => Number(field(a, 'order')) - Number(field(b, 'order')));
    expect(inOrder.map((slug) => Number(field(slug, 'order')))).toEqual(
      slugs.map((_slug, index) => index + 1),
    );
    const listed = read('questions/index.md').matchAll(
      /^- \*\*\[(.+)\]\(\/questions\/(.+?)\)\*\* \S/gm,
    );
    expect([...listed].map(([, title, slug]) => ({ title, slug }))).toEqual(
      inOrder.map((slug) => ({
        title: /^# (.+)$/m.exec(read(`questions/${slug}.md`))?.[1],
        slug,
      })),
    );
  });

  test.each(slugs)('%s: is called what its heading says, and has every part', (slug) => {
    const page = read(`questions/${slug}.md`);
    const heading = /^# (.+)$/m.exec(page)?.[1]?.replaceAll('`', '');
    expect(field(slug, 'title')).toBe(heading);
    const parts = ["In this course's code", 'What could still go wrong', 'Where to read on'];
    for (const part of parts) expect(page).toContain(`\n## ${part}\n`);
    expect(page).toContain('\n**In short:** ');
  });
});

describe('every page here', () => {
  const folders = ['reference', 'problems', 'questions'];
  const pages = folders.flatMap((folder) => [
    ...pagesOf(folder).map((name) => `${folder}/${name}.md`),
    ...(folder === 'reference' ? [] : [`${folder}/index.md`]),
  ]);

  test.each(pages)('%s: shows code from where it is, and keeps solutions folded', (name) => {
    const snippet = /^(.*)\n<<< (\S+?)(?:#(\S+))?(?: \{.*\})?$/gm;
    for (const [, before, path = '', task] of read(name).matchAll(snippet)) {
      expect(path).toMatch(/^\.\.\/(\.\.\/solutions|code)\//);
      const file = join(courseRoot, 'docs', dirname(name), path);
      if (path.startsWith('../code/')) expect(runByTests(path.slice(3))).toBe(true);
      const tasks = findRegions(readFileSync(file, 'utf8'), file).map((region) => region.task);
      // A whole file is shown where nobody has to write any of it.
      if (task === undefined) expect(tasks, `tasks in ${path}`).toEqual([]);
      else expect(tasks).toContain(task);
      if (task !== undefined) expect(before).toBe(`::: details Show the solution of ${task}`);
    }
  });
});

/** Whether a file of a page's own code is a test, or a test in its folder leads to it. */
function runByTests(file: string): boolean {
  const folder = dirname(`docs/${file}`);
  const found = new Set(
    readdirSync(join(courseRoot, folder))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
  for (const each of found) {
    for (const { to } of importsOf(courseRoot, each)) if (to?.startsWith(folder)) found.add(to);
  }
  return found.has(`docs/${file}`);
}

/** The pages of a folder, without the one that lists them. */
function pagesOf(folder: string): string[] {
  return readdirSync(join(courseRoot, 'docs', folder))
    .filter((name) => name !== 'index.md')
    .map((name) => basename(name, '.md'))
    .sort();
}

/** The problem types that the code names: by slug, or by the code of an error that becomes one. */
function slugsInCode(): string[] {
  const slugs = ['chapters/00-open-api', 'solutions'].flatMap((tree) =>
    listFiles(join(courseRoot, tree)).flatMap((file) => {
      // A trail has a slug, too; and a forged form is answered with a page.
      if (/^seeds\.ts$|forged-form-error\.ts$/.test(file)) return [];
      const code = readFileSync(join(courseRoot, tree, file), 'utf8');
      const named = /slug: '([a-z-]+)'|readonly code = '([a-z-]+)'|^ +\| '([a-z-]+)'/gm;
      return [...code.matchAll(named)].map(([, slug, errorCode, failure]) => {
        return slug ?? errorCode ?? failure ?? '';
      });
    }),
  );
  return [...new Set(slugs)].sort();
}

/** What the page shows is what the finished app answers. */
async function expectShown(page: string): Promise<void> {
  const examples = await replayReference(page, finishedApp.createApp(today()));
  expect(examples.length).toBeGreaterThan(0);
  for (const { shell, mismatch } of examples) expect(mismatch, shell).toBeUndefined();
}

/** Chapter 3 as a learner finds it who has written the chapters before. */
async function makeUnwrittenApp(): Promise<Express> {
  const scratch = makeScratch(courseRoot, { solved: [1, 2] });
  try {
    const file = join(scratch.root, 'chapters/03-authenticator/app.ts');
    const { createApp } = (await import(pathToFileURL(file).href)) as typeof finishedApp;
    return createApp(makeWorld());
  } finally {
    scratch.remove();
  }
}

interface Endpoint {
  endpoint: string;
  anchor: string;
  /** The chapter that it appears in. */
  from: number;
  /** The status that a stranger gets, from a chapter on. */
  toStranger: { from: number; status: number }[];
}

/** The rows of the page's first table. */
function endpointsIn(page: string): Endpoint[] {
  const row = /^\| \[`([A-Z]+ .+?)`\]\(#(.+?)\) +\| (\d) +\|[^|]+\| (.+?) +\|$/gm;
  return [...page.matchAll(row)].map(([, endpoint = '', anchor = '', from = '', cell = '']) => ({
    endpoint,
    anchor,
    from: Number(from),
    toStranger: cell.split('; ').map((part) => {
      const [, since, status] = /^(?:from (\d) on, )?(\d{3})$/.exec(part) ?? [];
      return { from: Number(since ?? from), status: Number(status) };
    }),
  }));
}

/** What a stranger sends along: good in every chapter that lets strangers do it. */
const BODIES: Record<string, object> = {
  'POST /api/tokens/refresh': { refresh_token: 'made up' },
  'POST /api/tokens/inspect': { token: 'e30.e30.' },
  'POST /api/reports': { trail: 'larch-loop', condition: 'open', title: 'Dry', author: 'mira' },
  'PATCH /api/reports/:id': { title: 'Wet' },
};

function askAsStranger(app: Express, endpoint: string) {
  const [method = '', path = ''] = endpoint.split(' ');
  const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  return request(app)[verb](realPath(path)).redirects(0).send(BODIES[endpoint]);
}

function realPath(path: string): string {
  return path.replace(':slug', 'larch-loop').replace(':id', 'r-01');
}
