import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import { type AskId, matrices, type SendId } from './questions.ts';
import { answerTo } from './recorded.ts';

const cells = matrices.flatMap(({ asks, sends }) =>
  asks.flatMap((ask) => sends.map((send): [AskId, SendId] => [ask.id, send.id])),
);

test.each(cells)('%s with %s is explained, with an RFC or a task to read on', (ask, send) => {
  const { why, client, forger } = explain(ask, send);
  expect(why).toMatch(/\]\((https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#section-|\/chapters\/)/);
  expect(why).not.toContain('undefined');
  expect(client).toMatch(/\.$/);
  expect(forger).toMatch(/\.$/);
});

test('every link to a task leads to its section', () => {
  const texts = cells.flatMap(([ask, send]) => Object.values(explain(ask, send) as object));
  const links = new Set(texts.join(' ').match(/\/chapters\/[^)]+/g));
  expect(links.size).toBeGreaterThan(5);
  for (const link of links) {
    const [path, anchor] = link.split('#');
    const page = readFileSync(new URL(`../../../..${path}.md`, import.meta.url), 'utf8');
    const task = anchor?.replace('-', '.');
    expect(page, link).toMatch(new RegExp(`\\{#${anchor}\\}|^## ${task}$`, 'm'));
  }
});

test('every invalid token gets the same answer', () => {
  const told = cells
    .filter(([ask, send]) => answerTo(ask, send).slug === 'invalid-token')
    .map(([ask, send]) => answerTo(ask, send).index);
  expect(new Set(told).size).toBe(1);
});
