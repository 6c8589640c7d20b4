import { expect, test } from 'vitest';
import { fill, headersOf, withCredentials } from './message.ts';
import { stationsOf, wayInWords } from './way.ts';

test('headers are read line by line, and credentials take the place of others', () => {
  expect(headersOf('a: b: c\nnonsense\n X-Y :  z \n')).toEqual([
    ['a', 'b: c'],
    ['X-Y', 'z'],
  ]);
  expect(withCredentials('Authorization: Basic x\na: b', 'Bearer $TOKEN')).toBe(
    'authorization: Bearer $TOKEN\na: b',
  );
  expect(withCredentials('authorization: Basic x', '')).toBe('');
});

test('what has no value yet stays, to be asked for', () => {
  const request = {
    method: 'GET',
    path: '/',
    headers: [['authorization', 'Bearer $TOKEN']] as [string, string][],
    body: '$OLD',
  };
  expect(fill(request, { TOKEN: '' }).headers).toEqual(request.headers);
  expect(fill(request, { TOKEN: 'a.b.c' })).toMatchObject({
    headers: [['authorization', 'Bearer a.b.c']],
    body: '$OLD',
  });
});

test('a way leaves out the routers that only pass on, and says who turned it away', () => {
  const step = { mountedAt: '/api', ms: 0.42, answered: false } as const;
  const stations = stationsOf([
    { ...step, name: 'router', kind: 'router' },
    { ...step, name: 'guard', kind: 'middleware', threw: 'AuthenticationError', file: 'g.ts' },
    { ...step, name: 'respond', kind: 'error handler', mountedAt: '', answered: true },
  ]);
  expect(wayInWords(stations, 401)).toEqual([
    'guard (middleware in g.ts), at /api: turned it away with AuthenticationError, after 0.4 ms.',
    'respond (error handler), at every path: sent the answer, 401, after 0.4 ms.',
  ]);
});
