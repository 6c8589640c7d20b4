import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { Trials } from '../trial.ts';
import { mismatch } from './matches.ts';
import { blocksOf } from './page-blocks.ts';
import { replayPage } from './replay-page.ts';

let trials: Trials;
beforeAll(async () => {
  trials = await Trials.open();
});
afterAll(() => trials.close());

test.each(listChapters(courseRoot))(
  'what the page of $slug shows is what happens',
  async ({ slug }) => {
    const { drifts, compared, skipped } = await replayPage(slug, trials);
    const told = drifts.map(({ place, what, came }) => `${place}: ${what}; this came:\n${came}`);
    expect(told, 'npm run docs:record writes what came into the pages').toEqual([]);
    expect(compared).toBeGreaterThan(4);
    expect(skipped.length).toBeLessThan(3);
  },
);

describe('an answer on a page', () => {
  const answer = (lang: 'http' | 'json' | 'text', text: string) =>
    ({ kind: 'answer', lang, text }) as const;
  const came =
    'HTTP/1.1 401 Unauthorized\r\nDate: now\r\nWWW-Authenticate: Bearer realm="x"\r\n\r\n{"a":1,"id":"7b361053-ea74-4d5d-8de5-f3e8a932bc61"}';

  test.each([
    ['http', 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer …'],
    ['http', 'HTTP/1.1 401 Unauthorized\nwww-authenticate: Bearer realm="x"\n\n{"a":1,"id":"…"}'],
    ['json', '{\n  "a": 1,\n  "id": "11111111-ea74-4d5d-8de5-f3e8a932bc61"\n}'],
    ['text', '  Unauthorized\n  …\n  "a":1'],
  ] as const)('%s matches: %s', (lang, text) => {
    expect(mismatch(answer(lang, text), came)).toBeUndefined();
  });

  test.each([
    ['http', 'HTTP/1.1 403 Forbidden'],
    ['http', 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic …'],
    ['http', 'HTTP/1.1 401 Unauthorized\nLocation: /x'],
    ['http', 'HTTP/1.1 401 Unauthorized\n\n{"a":2,"id":"…"}'],
    ['http', 'HTTP/1.1 401 Unauthorized\n\nHTTP/1.1 401 Unauthorized'],
    ['json', '{ "a": "1", "id": "…" }'],
    ['json', '{ "a": 1 }'],
    ['text', '"a":1\nUnauthorized'],
  ] as const)('%s does not match: %s', (lang, text) => {
    expect(mismatch(answer(lang, text), came)).toBeDefined();
  });

  test('is found in its page, with what stands before it', () => {
    const page =
      'x\n```sh\ncurl x\n```\n<!-- replay: with 3.1/a -->\n```http\nHTTP\n```\n```ts\nno\n```';
    expect(blocksOf(page)).toEqual([
      { line: 2, content: { kind: 'shell', text: 'curl x' } },
      { line: 5, content: { kind: 'with', mistake: '3.1/a' } },
      { line: 6, content: { kind: 'answer', lang: 'http', text: 'HTTP' } },
    ]);
    expect(() => blocksOf('<!-- replay: sometimes -->')).toThrow(/line 1: .* is none of/);
  });
});
