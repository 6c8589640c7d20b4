import { expect, test } from 'vitest';
import { pathWay } from './path-steps.ts';

const paths = (typed: string) => pathWay(typed).steps.map(({ path }) => path);

test('a path is shown at every step of its way', () => {
  expect(paths('/API/reports/r-01?page=2#top')).toEqual([
    '/API/reports/r-01?page=2#top',
    '/API/reports/r-01?page=2',
    '/API/reports/r-01',
    '/reports/r-01',
  ]);
});

test('nothing is decoded, joined or resolved', () => {
  expect(pathWay('/office/%2e%2e/api/me')).toMatchObject({
    firewall: 'office',
    path: '/%2e%2e/api/me',
  });
  for (const path of ['/api%2Fme', '/%2561pi', '/%61pi/me', '//api/me', '/apiary']) {
    expect(pathWay(path), path).toMatchObject({ firewall: undefined, path });
  }
  expect(pathWay('//api/me').steps[2]!.note).toContain('Nothing is decoded');
  expect(pathWay('/api/me').steps[2]!.note).not.toContain('Nothing is decoded');
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
