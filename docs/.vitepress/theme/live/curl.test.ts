import { describe, expect, test } from 'vitest';
import { asCurl, requestsIn } from './curl.ts';
import { offersIn } from './offers.ts';

const URL = 'http://127.0.0.1:3000';

describe('the requests in a piece of shell', () => {
  test.each([
    [`curl ${URL}/api/trails`, { method: 'GET', path: '/api/trails', headers: [], body: '' }],
    [
      `curl -i -X DELETE ${URL}/api/reports/r-24`,
      { method: 'DELETE', path: '/api/reports/r-24', headers: [], body: '' },
    ],
    [
      `curl -si -X PATCH ${URL}/api/reports/r-18 \\\n  -H 'authorization: Bearer open-sesame' \\\n` +
        `  -H 'content-type: application/json' -d '{"title":"it is \\" so"}'`,
      {
        method: 'PATCH',
        path: '/api/reports/r-18',
        headers: [
          ['authorization', 'Bearer open-sesame'],
          ['content-type', 'application/json'],
        ],
        body: '{"title":"it is \\" so"}',
      },
    ],
    [
      `curl '${URL}/api/reports?page=2&perPage=5' -H "authorization: Bearer $TOKEN" # mine`,
      {
        method: 'GET',
        path: '/api/reports?page=2&perPage=5',
        headers: [['authorization', 'Bearer $TOKEN']],
        body: '',
      },
    ],
    [
      `curl -d "{\\"token\\":\\"$T\\"}" ${URL}/x`,
      {
        method: 'POST',
        path: '/x',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: '{"token":"$T"}',
      },
    ],
    [
      `curl -u 'tomas:potůček:u:lesa-9' -X POST localhost:3000/api/tokens`,
      {
        method: 'POST',
        path: '/api/tokens',
        headers: [['authorization', 'Basic dG9tYXM6cG90xa/EjWVrOnU6bGVzYS05']],
        body: '',
      },
    ],
  ])('%s', (shell, request) => {
    expect(requestsIn(shell)).toEqual([request]);
  });

  test('also within $(…), and before a pipe; other commands and other hosts are none', () => {
    const shell = `TOKEN=$(curl -s -u mira:x -X POST ${URL}/api/tokens | jq -r .access_token)
node -p 1
curl https://example.org/api
npm run api 3 && curl ${URL}/api/me`;
    expect(requestsIn(shell).map(({ path }) => path)).toEqual(['/api/tokens', '/api/me']);
  });
});

test('a request as curl is the same request again', () => {
  const request = {
    method: 'POST',
    path: '/office/../api/x?a=1',
    headers: [['content-type', 'text/plain']] as [string, string][],
    body: "it's",
  };
  const shell = asCurl(request, URL);
  expect(shell).toContain('--path-as-is');
  expect(requestsIn(shell)).toEqual([request]);
});

test('a request is for the API that the page has started last', () => {
  const shells = [`curl ${URL}/a`, 'npm run api 4 -- --solution --memory', `curl ${URL}/b`];
  expect(offersIn(shells, 5)).toMatchObject([
    [{ chapter: 5, whose: 'chapters' }],
    [],
    [{ chapter: 4, whose: 'solutions' }],
  ]);
});
