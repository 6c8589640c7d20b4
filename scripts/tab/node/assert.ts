// node:assert: what packages use of it.
import { isDeepStrictEqual } from './util.ts';

export class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  override readonly name = 'AssertionError';
}

export function ok(value: unknown, message?: string | Error): void {
  if (value) return;
  throw message instanceof Error ? message : new AssertionError(message ?? 'assertion failed');
}

export const equal = (one: unknown, other: unknown, message?: string) => ok(one == other, message);
export const strictEqual = (one: unknown, other: unknown, message?: string) =>
  ok(Object.is(one, other), message);
export const deepStrictEqual = (one: unknown, other: unknown, message?: string) =>
  ok(isDeepStrictEqual(one, other), message);

export default Object.assign(ok, { AssertionError, deepStrictEqual, equal, ok, strictEqual });
