import { describe, expect, test } from 'vitest';
import { asCurl, fill, readCurl } from './curl.ts';
import { statementsIn } from './shell.ts';

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
    const [statement] = statementsIn(shell);
    expect(readCurl(statement?.text ?? '')?.request).toEqual(request);
  });

  test.each([
    ['another host', 'curl https://example.org/api'],
    ['another port', 'curl http://127.0.0.1:4000/api'],
    ['a redirect that is followed', `curl -L ${URL}/office`],
    ['an upload', `curl -T file ${URL}/x`],
  ])('%s is none', (_what, command) => {
    expect(readCurl(command)).toBeUndefined();
  });

  test('which jars it uses, and dots in a path, are read as curl means them', () => {
    expect(readCurl(`curl -b jar.txt -c new.txt ${URL}/a/../b/./c`)).toMatchObject({
      sends: 'jar.txt',
      keeps: 'new.txt',
      request: { path: '/b/c' },
    });
    expect(readCurl(`curl --path-as-is ${URL}/a/../b`)?.request.path).toBe('/a/../b');
    expect(readCurl(`curl -b office=1 ${URL}/`)?.request.headers).toEqual([['cookie', 'office=1']]);
  });

  test('a dollar in single quotes is one', () => {
    const request = readCurl(`curl -d 'a=$X' -d "b=$X" ${URL}/`)?.request;
    expect(request && fill(request, { X: '1' }).body).toBe('a=$X&b=1');
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
  expect(readCurl(shell)?.request).toEqual(request);
});
