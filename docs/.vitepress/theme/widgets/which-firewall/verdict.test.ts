import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mapRows, recordedRows } from './overview.ts';
import { presets } from './presets.ts';
import { recorded } from './recorded.ts';
import { credentials, methods, type Place, places } from './routes.ts';
import { judge } from './verdict.ts';

const everything = methods.flatMap((method) =>
  Object.values(places).flatMap((path) =>
    credentials.map(({ id }) => ({ ...judge(method, path, id), method, path, sent: id })),
  ),
);

test('an unknown person meets the entry point of the firewall that they came to', () => {
  expect(judge('GET', '/api/me', 'nothing')).toMatchObject({
    firewall: 'api',
    isEntryPoint: true,
    statusLine: '401 Unauthorized',
    summary: 'The api firewall takes it. It ends with 401 Unauthorized.',
  });
  expect(judge('GET', '/office', 'nothing')).toMatchObject({
    firewall: 'office',
    isEntryPoint: true,
    statusLine: '303 See Other',
  });
  expect(judge('GET', '/apiary', 'nothing')).toMatchObject({
    firewall: undefined,
    isEntryPoint: false,
    summary: 'No firewall takes it. It ends with 404 Not Found.',
  });
});

test('each firewall knows a person by its own credentials, and reads no others', () => {
  expect(judge('GET', '/api/me', 'good').who).toBe('Inês, by her token.');
  expect(judge('GET', '/api/me', 'both').who).toBe('Inês, by her token. The cookie isn’t read.');
  expect(judge('GET', '/api/me', 'cookie').who).toBe('Unknown. The cookie isn’t read.');
  expect(judge('GET', '/office', 'cookie').who).toBe('Inês, by her session.');
  expect(judge('GET', '/office', 'good').who).toBe('Unknown. The token isn’t read.');
  expect(judge('GET', '/', 'both').who).toBe('Nobody asks.');
});

test('who it is agrees with how it ends', () => {
  for (const { who, method, path, sent, answer, isEntryPoint } of everything) {
    const what = `${method} ${path} with ${sent}`;
    if (isEntryPoint) expect(who, what).toMatch(/^Unknown\./);
    if (answer.startsWith('HTTP/1.1 403 Forbidden\nContent-Type: application'))
      expect(who, what).toMatch(/^Inês/);
    if (answer.includes('error_description="The token has expired'))
      expect(who, what).toContain('has expired');
    if (answer.includes('"handle":"ines"')) expect(who, what).toMatch(/^Inês/);
    if (answer.includes('Signed in as')) expect(who, what).toMatch(/^Inês/);
  }
});

test('signing in and signing out are no entry point, though they redirect', () => {
  for (const path of ['/office/login', '/office/logout']) {
    const verdict = judge('POST', path, 'cookie');
    expect(verdict).toMatchObject({ statusLine: '303 See Other', isEntryPoint: false });
  }
});

test('an answer about another report says for which one it was recorded', () => {
  expect(judge('GET', '/api/reports/r-02', 'nothing').recordedFor).toBeUndefined();
  expect(judge('GET', '/api/reports/r-05', 'nothing').recordedFor).toBe('/api/reports/r-02');
  expect(judge('GET', '/api/trails/otter-creek', 'nothing').recordedFor).toBe(
    '/api/trails/larch-loop',
  );
  expect(judge('DELETE', '/api/reports/r-05', 'good').recordedFor).toBeUndefined();
});

test('however it ends, there is a sentence about it', () => {
  for (const { ending, method, path } of everything) {
    expect(ending, `${method} ${path}`).toMatch(/^[A-Z].+\.$/);
  }
});

test('every link in an ending leads to a section', () => {
  const links = new Set(
    everything.flatMap(({ ending }) => ending.match(/\/chapters\/[^)]+/g) ?? []),
  );
  expect(links.size).toBeGreaterThan(3);
  for (const link of links) {
    const [path, anchor] = link.split('#');
    const page = readFileSync(new URL(`../../../..${path}.md`, import.meta.url), 'utf8');
    const task = anchor?.replace('-', '.');
    expect(page, link).toMatch(new RegExp(`\\{#${anchor}\\}|^## ${task}$`, 'm'));
  }
});

describe('the recording', () => {
  test('has an answer for every place, method and credentials', () => {
    expect(Object.keys(recorded.cells)).toEqual(Object.keys(places));
    for (const place of Object.keys(places) as Place[]) {
      expect(recorded.cells[place].map((row) => row.length)).toEqual(
        methods.map(() => credentials.length),
      );
    }
  });

  test('has two firewalls: a table has a column for each, and one for none', () => {
    expect(recorded.map.map(({ name }) => name)).toEqual(['api', 'office']);
    for (const row of mapRows) expect(row).toHaveLength(2 + recorded.map.length);
  });

  test('is shown with the entry points marked', () => {
    const entries = recordedRows.flatMap(({ request, cells }) =>
      cells
        .filter(({ entry }) => entry)
        .map(({ sent, status }) => `${request}, ${sent}: ${status}`),
    );
    expect(entries).toContain('GET /api/me, cookie: 401');
    expect(entries).toContain('GET /office, good: 303');
    expect(entries).not.toContain('GET /api/me, expired: 401');
  });
});

test('no trick of the presets opens anything', () => {
  for (const { label, method, path, sent } of presets) {
    expect(judge(method, path, sent).statusLine, label).toMatch(/^(401|404|303)/);
  }
});
