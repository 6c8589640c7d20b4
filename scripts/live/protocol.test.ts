import { expect, test } from 'vitest';
import { Ask } from './protocol.ts';

const REQUEST = {
  kind: 'request',
  id: 1,
  chapter: 3,
  whose: 'chapters',
  method: 'GET',
  path: '/api/me',
  headers: [['a', 'b']],
  body: '',
};

test.each([
  [{ ...REQUEST }, true],
  [{ ...REQUEST, path: 'http://elsewhere.example/' }, false],
  [{ ...REQUEST, path: '/a b' }, false],
  [{ ...REQUEST, method: 'get' }, false],
  [{ ...REQUEST, headers: [['a', 'b\r\nc: d']] }, false],
  [{ ...REQUEST, headers: [['a:b', 'c']] }, false],
  [{ ...REQUEST, whose: '../solutions' }, false],
  [{ kind: 'edit', task: '1.1' }, true],
  [{ kind: 'edit', task: '../1.1' }, false],
  [{ kind: 'put', by: 'solution', target: '3' }, true],
  [{ kind: 'put', by: 'solution', target: '3/../..' }, false],
  [{ kind: 'shell' }, false],
  ['open', false],
])('whether %o is something to ask: %s', (ask, fits) => {
  expect(Ask.safeParse(ask).success).toBe(fits);
});
