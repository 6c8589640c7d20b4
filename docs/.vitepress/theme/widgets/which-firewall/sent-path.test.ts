import { expect, test } from 'vitest';
import { sentPath } from './sent-path.ts';

test.each([
  ['/api/me', '/api/me'],
  ['  /api/me ', '/api/me'],
  ['', '/'],
  ['api/me', '/api/me'],
  ['?page=2', '/?page=2'],
  ['/api/me#top', '/api/me'],
  ['http://127.0.0.1:3000/api/me?x', '/api/me?x'],
  ['HTTPS://cairn.example', '/'],
  ['//api/../me/', '//api/../me/'],
  ['/%61pi/%zz', '/%61pi/%zz'],
  ['/m e', '/m%20e'],
  ['/mé', '/m%C3%A9'],
  ['/🥾', '/%F0%9F%A5%BE'],
  ['/\u{d800}', '/%EF%BF%BD'],
])('%j goes over the wire as %j', (typed, sent) => {
  expect(sentPath(typed)).toBe(sent);
});
