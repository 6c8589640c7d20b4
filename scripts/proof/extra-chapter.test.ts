import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch, type Scratch } from '../course/scratch.ts';
import { writeStarters } from '../course/starters.ts';
import { buildSite } from '../lib/build-site.ts';
import { writeFileAtomic } from '../lib/files.ts';
import { runCommand, runNode, startCommand } from './testing/run.ts';

// A chapter is listed nowhere: what is in folders and files of its own name is all there is to it.

const chapters = listChapters(courseRoot);
const last = chapters.at(-1)!;
const N = last.number + 1;
const slug = `${String(N).padStart(2, '0')}-weather`;

const CHECKS = (task: string, name: string, expected: string) => `
import { check, expect, lesson, task } from '#check';

const forecast = lesson('${slug}/forecast.ts', () => import('#course/${slug}/forecast.ts'));

task('${task}', () => {
  check('tells', 'tells the ${name}', { points: 50, hint: 'It is always the same.' }, async () => {
    expect((await forecast()).${name}()).toBe('${expected}');
  });
});
`;

/** A chapter of two tasks: every file that its author writes. */
const FILES: Record<string, string> = {
  [`chapters/${slug}/README.md`]: `---
summary: tell the weather
minutes: 15
---

# ${N} · The weather above

Somebody asks every morning.

## ${N}.1 Look at the sky

Return what the sky looks like.

## ${N}.2 Feel the wind

Return where the wind comes from.

## Try it

\`\`\`sh
curl http://127.0.0.1:3000/weather
curl -i http://127.0.0.1:3000/api/trails
curl -i http://127.0.0.1:3000/api/me
\`\`\`
`,
  [`chapters/${slug}/checks/${N}.1-look-at-the-sky.test.ts`]: CHECKS(`${N}.1`, 'sky', 'blue'),
  [`chapters/${slug}/checks/${N}.2-feel-the-wind.test.ts`]: CHECKS(`${N}.2`, 'wind', 'north'),
  [`solutions/${slug}/forecast.ts`]: `/** What the sky looks like. */
export function sky(): string {
  // #region ${N}.1
  return 'blue';
  // #endregion ${N}.1
}

/** Where the wind comes from. */
export function wind(): string {
  // #region ${N}.2
  return 'north';
  // #endregion ${N}.2
}
`,
  [`solutions/${slug}/app.ts`]: `import express, { type Express } from 'express';
import { createApp as createAppBefore } from '../${last.slug}/app.ts';
import { sky, wind } from './forecast.ts';

/** The app before, and the weather. */
export function createApp(options: Parameters<typeof createAppBefore>[0]): Express {
  const app = express().disable('x-powered-by');
  app.get('/weather', (_request, response) => void response.json({ sky: sky(), wind: wind() }));
  app.use(createAppBefore(options));
  return app;
}
`,
  [`docs/chapters/${slug}.md`]: `---
title: ${N} · The weather above
description: The sky and the wind, told to everybody who asks.
---

# ${N} · The weather above

About 15 minutes.

## ${N}.1

<Compare task="${N}.1" />

## ${N}.2

<Compare task="${N}.2" />
`,
  [`scripts/proof/mistakes/${slug}.ts`]: `import type { Mistake } from '../mistake.ts';

export const mistakes: Mistake[] = ['1', '2'].flatMap((task) =>
  ['red', 'grey', 'green', 'pink'].map((color) => ({
    task: '${N}.' + task,
    name: 'says-' + color + task,
    why: 'It is somewhere else.',
    file: 'forecast.ts',
    find: task === '1' ? 'blue' : 'north',
    replace: color,
    caughtBy: '${N}.' + task + '/tells',
    saying: color,
  })),
);
`,
  [`scripts/proof/variants/${slug}.ts`]: `import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  { task: '${N}.1', name: 'sky', how: 'Joined.', file: 'forecast.ts', region: "return 'b' + 'lue';" },
  { task: '${N}.2', name: 'wind', how: 'Joined.', file: 'forecast.ts', region: "return 'n' + 'orth';" },
];
`,
  [`scripts/proof/attack/attacks/${slug}.ts`]: `import type { Topic } from '../attack.ts';

export const topic: Topic = {
  title: 'The weather',
  attacks: [
    {
      name: 'asked for with a token that is none',
      why: 'Everybody may see it.',
      run: (target) => target.send({ path: '/weather', lines: ['Authorization: Bearer x'] }),
      expected: { status: 200 },
    },
  ],
};
`,
};

let scratch: Scratch;
let root: string;
beforeAll(() => {
  scratch = makeScratch(courseRoot, { docs: true, solved: chapters.map(({ number }) => number) });
  root = scratch.root;
  for (const [path, text] of Object.entries(FILES)) writeFileAtomic(join(root, path), text);
});
afterAll(() => scratch.remove());

test('all its files are named after it, the starters as well', () => {
  const laid = listChapters(root).find(({ number }) => number === N);
  expect(laid).toMatchObject({ slug, title: 'The weather above' });
  const { written } = writeStarters(root);
  const own = written.map(({ path }) => path).filter((path) => path.includes(slug));
  expect(own.sort()).toEqual([`chapters/${slug}/app.ts`, `chapters/${slug}/forecast.ts`]);
  for (const path of Object.keys(FILES)) expect(path).toContain(slug);
});

test('it is graded: its starters fail, and its solutions pass', async () => {
  const grade = async (...options: string[]) => {
    const { stdout } = await runCommand(root, 'grade', String(N), '--json', ...options);
    return JSON.parse(stdout) as { chapters: { points: number; checks: { id: string }[] }[] };
  };
  const { chapters: starters } = await grade();
  expect(starters[0]).toMatchObject({ slug, points: 0, status: 'failed' });
  expect(starters[0]?.checks.map(({ id }) => id)).toEqual([`${N}.1/tells`, `${N}.2/tells`]);
  const { chapters: solutions } = await grade('--solutions');
  expect(solutions[0]).toMatchObject({ slug, points: 100, status: 'passed' });
});

test('it is served', async () => {
  const args = [String(N), '--solution', '--memory', '--port', '0'];
  const api = startCommand(root, 'api', ...args);
  try {
    const output = await api.printed(/http:\/\/127\.0\.0\.1:\d+\n/);
    expect(output).toContain('The weather above');
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(output)!;
    expect(await (await fetch(`${url}/weather`)).json()).toEqual({ sky: 'blue', wind: 'north' });
    expect((await fetch(`${url}/api/trails`)).status).toBe(200);
  } finally {
    await api.end();
  }
});

test('its mistakes are caught, and its variants accepted', async () => {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--project', 'mistakes', '--project', 'variants'];
  const { code, output } = await runNode(args, { cwd: root, env: { CHAPTER: String(N) } });
  expect(code, output).toBe(0);
});

test('its attacks are tried', async () => {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--project', 'attack', '-t', 'The weather'];
  const { code, output } = await runNode(args, { cwd: root });
  expect(code, output).toBe(0);
  expect(output).toMatch(/Tests +1 passed/);
});

describe('on the built site', () => {
  const page = (name: string) => readFileSync(join(root, 'site', `${name}.html`), 'utf8');
  beforeAll(async () => {
    const { code, output } = await buildSite(root, join(root, 'site'));
    if (code !== 0) throw new Error(output);
  });

  test('it has a page of its own, and the others lead there', () => {
    expect(page(`chapters/${slug}`)).toContain('Look at the sky');
    expect(page(`chapters/${last.slug}`)).toContain(`/chapters/${slug}`);
  });

  test('the home page leads there, too', () => {
    expect(page('index').includes(`/chapters/${slug}`)).toBe(true);
  });
});
