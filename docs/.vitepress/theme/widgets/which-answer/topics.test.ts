import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AskId, SendId } from './matrix.ts';
import { topics } from './topics.ts';

const DOCS = new URL('../../../../', import.meta.url);

describe.each(Object.entries(topics))('%s', (name, { chapter, matrices, recording, explain }) => {
  const cells = matrices.flatMap(({ asks, sends }) =>
    asks.flatMap((ask) => sends.map((send): [AskId, SendId] => [ask.id, send.id])),
  );
  const links = new Set(
    cells
      .flatMap(([ask, send]) => Object.values(explain(ask, send) as object))
      .join(' ')
      .match(/\/chapters\/[^)]+/g),
  );

  test.each(cells)('%s with %s is explained, with an RFC or a task to read on', (ask, send) => {
    const { why, client, attacker } = explain(ask, send);
    expect(why).toMatch(/\]\((https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#section-|\/chapters\/)/);
    expect(why).not.toContain('undefined');
    expect(client).toMatch(/\.$/);
    expect(attacker).toMatch(/\.$/);
  });

  test('every link to a task leads to its section', () => {
    expect(links.size).toBeGreaterThan(5);
    for (const link of links) {
      const [path, anchor] = link.split('#');
      const page = readFileSync(new URL(`.${path}.md`, DOCS), 'utf8');
      const task = anchor?.replace('-', '.');
      expect(page, link).toMatch(new RegExp(`\\{#${anchor}\\}|^## ${task}$`, 'm'));
    }
  });

  test('all invalid tokens of a kind get the same answer', () => {
    const told = recording.allAnswers.filter(({ slug }) => /^invalid-[tg]/.test(slug ?? ''));
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map(({ slug }) => slug)).size).toBe(told.length);
  });

  test('the page of the chapter that answers shows the tables', () => {
    const own = [...links].find((link) => link.includes(`-${chapter}#`))!;
    const page = readFileSync(new URL(`.${own.split('#')[0]}.md`, DOCS), 'utf8');
    const tag = name === 'errors' ? '<WhichAnswer />' : `<WhichAnswer of="${name}" />`;
    expect(page).toContain(tag);
  });
});
