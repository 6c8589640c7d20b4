import { expect, test } from 'vitest';
import { findFirewall } from '../../../../../solutions/06-two-firewalls/find-firewall.ts';
import { pathWay } from './path-steps.ts';
import { recorded } from './recorded.ts';

const paths = (typed: string) => pathWay(typed).steps.map(({ path }) => path);

test('a path is shown at every step of its way', () => {
  expect(paths('/x/../%61PI//reports/r-01?page=2#top')).toEqual([
    '/x/../%61PI//reports/r-01?page=2#top',
    '/x/../%61PI//reports/r-01?page=2',
    '/x/../%61PI//reports/r-01',
    '/x/../aPI//reports/r-01',
    '/aPI/reports/r-01',
    '/api/reports/r-01/',
    '/api/reports/r-01',
  ]);
});

test('an encoded dot is a dot, an encoded slash is no slash, and nothing is decoded twice', () => {
  expect(pathWay('/office/%2e%2e/api/me')).toMatchObject({ firewall: 'api', path: '/api/me' });
  expect(pathWay('/api%2Fme')).toMatchObject({ firewall: undefined, path: '/api%2Fme' });
  expect(pathWay('/api%2Fme').steps[3]!.note).toContain('`%2F` is no slash');
  expect(pathWay('/%2561pi')).toMatchObject({ firewall: undefined, path: '/%2561pi' });
  expect(paths('/a/%2E%2E/b')[3]).toBe('/a/../b');
});

test('what a browser would have sent is said where it differs', () => {
  expect(pathWay('/office/../api/me').steps[1]!.note).toContain('A browser would send `/api/me`.');
  expect(pathWay('/api\\me').steps[1]!.note).toContain('A browser would send `/api/me`.');
  expect(pathWay('/api/me').steps[1]!.note).not.toContain('browser');
});

test('nothing typed is the root, and a step that does nothing says so', () => {
  const { steps, firewall, path } = pathWay('');
  expect(firewall).toBeUndefined();
  expect(path).toBe('/');
  expect(steps[2]!.note).toMatch(/^No change\./);
  expect(steps[1]!.note).not.toMatch(/^No change\./);
});

test('whatever is put together, the steps end where findFirewall does', () => {
  const pieces = [
    '/',
    '//',
    '.',
    '..',
    '%2e',
    '%2F',
    '%61',
    '%2561',
    'api',
    'API',
    'office',
    'x',
    ';',
  ];
  for (let seed = 0; seed < 3_000; seed += 1) {
    const path = `/${[7, 13, 31, 101, 211].map((prime) => pieces[(seed * prime + (seed >> 3)) % pieces.length]).join('')}`;
    const way = pathWay(path);
    const found = findFirewall(recorded.map, path);
    expect(way.firewall, path).toBe(found?.firewall.name);
    expect(way.path, path).toBe(found?.path ?? path);
    // Each step does only its own part: tidied, the decoded path is the form that is compared.
    const decoded = way.steps[3]!.path;
    expect(decoded.includes('%61') && !path.includes('%2561'), path).toBe(false);
    const compared = way.steps[5]!.path;
    expect(compared, path).toMatch(/^(\/[^/]+)*\/$/);
    expect(/^\/(api|office)\//.test(compared), path).toBe(found !== undefined);
  }
});
