import { expect, test } from 'vitest';
import { cookiesFor, takeCookies } from './cookies.ts';

const SET = 'office=s%3Aabc.def; Path=/office; HttpOnly; SameSite=Lax';

test('a cookie is kept for its path, and for no other', () => {
  const jar = takeCookies([], [SET], '/office/login', 0);
  expect(cookiesFor(jar, '/office')).toBe('office=s%3Aabc.def');
  expect(cookiesFor(jar, '/office/login?x=1')).toBe('office=s%3Aabc.def');
  expect(cookiesFor(jar, '/officer')).toBe('');
  expect(cookiesFor(jar, '/api/me')).toBe('');
});

test('the newer one takes its place, and one that is over goes', () => {
  const jar = takeCookies([], [SET], '/office/login', 0);
  const renewed = takeCookies(jar, ['office=new; Path=/office'], '/office/login', 0);
  expect(cookiesFor(renewed, '/office')).toBe('office=new');
  const past = 'office=; Path=/office; Expires=Thu, 01 Jan 1970 00:00:00 GMT';
  expect(takeCookies(renewed, [past], '/office/logout', 1)).toEqual([]);
  expect(takeCookies(renewed, ['office=; Path=/office; Max-Age=0'], '/office/logout', 1)).toEqual(
    [],
  );
});

test('without a path it is the one of the request', () => {
  expect(takeCookies([], ['a=1', 'nonsense', '=x'], '/office/login', 0)).toEqual([
    { name: 'a', value: '1', path: '/office' },
  ]);
});
