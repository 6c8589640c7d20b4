import { expect, test } from 'vitest';
import { fill } from './curl.ts';
import { headersOf, readableAnswer, withCredentials } from './message.ts';
import { decidingStation, stationsOf, wayInWords } from './way.ts';

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
  expect(fill({ ...request, body: '${T%?}R' }, { T: 'abc' }).body).toBe('abR');
});

test('an answer is indented to be read, and the headers that every answer has are counted', () => {
  const answer = {
    id: 1,
    status: 200,
    statusLine: 'HTTP/1.1 200 OK',
    headers: [
      ['Date', 'now'],
      ['Content-Type', 'application/json'],
    ] as [string, string][],
    body: '{"a":1}',
    ms: 1,
    steps: [],
  };
  expect(readableAnswer(answer)).toEqual({
    headers: 'Content-Type: application/json',
    hidden: 1,
    body: '{\n  "a": 1\n}',
  });
  expect(readableAnswer({ ...answer, body: '{broken' }).body).toBe('{broken');
});

test('a way leaves out the routers that only pass on, and says who turned it away', () => {
  const step = { mountedAt: '/api', ms: 0.42, answered: false } as const;
  const stations = stationsOf([
    { ...step, name: 'router', kind: 'router' },
    { ...step, name: 'guard', kind: 'middleware', threw: 'AuthenticationError', file: 'g.ts' },
    { ...step, name: 'respond', kind: 'error handler', mountedAt: '', answered: true },
  ]);
  expect(decidingStation(stations)).toBe(0);
  expect(wayInWords(stations, 401)).toEqual([
    'guard (middleware in g.ts), at /api: threw AuthenticationError, after 0.4 ms.',
    'respond (error handler), at every path: sent the answer, 401, after 0.4 ms.',
  ]);
});
