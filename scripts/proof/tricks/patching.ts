import { app, greet, quietly, type Trick } from '../trick.ts';

/** What runs the checks, compares, or is used by both, is replaced. */
export const PATCHING: Trick[] = [
  {
    name: 'the test runner, patched',
    why: 'it decides what ran, and how it went',
    files: greet(`import * as runner from '@vitest/runner';
(runner as any).test = () => {};`),
    says: /imports `@vitest\/runner`.*refused/,
  },
  {
    name: 'expect, imported and extended',
    why: 'it takes matchers from anyone',
    files: greet(`import { chai } from '@vitest/expect';
(chai.Assertion.prototype as any).toBe = () => {};`),
    says: /imports `@vitest\/expect`.*refused/,
  },
  {
    name: 'expect, found by its symbol and extended',
    why: 'it is a global',
    files: quietly(`const expect = (globalThis as any)[Symbol.for('expect-global')];
const pass = () => ({ pass: true, message: () => '' });
expect.extend({ toBe: pass, toEqual: pass });`),
  },
  {
    name: 'an assertion’s prototype, patched',
    why: 'every comparison is a method of it',
    files: quietly(`const expect = (globalThis as any)[Symbol.for('expect-global')];
let prototype = expect(1);
while ((prototype = Object.getPrototypeOf(prototype))) {
  for (const name of ['toBe', 'toEqual', 'assert']) {
    try {
      Object.defineProperty(prototype, name, { value: () => {} });
    } catch {}
  }
}`),
  },
  {
    name: 'a way to compare that finds all things equal',
    why: 'expect has a list of them, which anyone can add to',
    files:
      quietly(`(globalThis as any)[Symbol.for('$$jest-matchers-object')].customEqualityTesters.push(() => true);
(globalThis as any)[Symbol.for('expect-global')].addEqualityTesters([() => true]);`),
  },
  {
    name: 'test, describe and it, as globals',
    why: 'checks may be written with those',
    files: quietly(`for (const name of ['test', 'describe', 'it', 'expect', 'check', 'task']) {
  (globalThis as any)[name] = () => {};
}`),
  },
  {
    name: 'Object.is, for a moment',
    why: 'toBe is Object.is; and it is put back before anyone looks',
    files: quietly(
      '',
      `const original = Object.is;
  try {
    Object.is = () => true;
    queueMicrotask(() => (Object.is = original));
  } catch {}
  return 'nothing';`,
    ),
  },
  {
    name: 'Object.is, defined anew',
    why: 'a definition is not an assignment',
    files: quietly(`Object.defineProperty(Object, 'is', { value: () => true });`),
  },
  {
    name: 'Object.is, set by a timer',
    why: 'no frame of the learner’s is on that stack',
    files: quietly(`setTimeout(Reflect.set, 0, Object, 'is', () => true);
await new Promise((resolve) => setTimeout(resolve, 20));`),
  },
  {
    name: 'Promise.prototype.then, which never rejects',
    why: 'a check that fails is a promise that rejects',
    files: quietly(`const { then } = Promise.prototype;
(Promise.prototype as any).then = function (this: any, done: any) {
  return then.call(this, done, done);
};`),
  },
  {
    name: 'another Promise',
    why: 'the runner makes them all the time',
    files: quietly(`(globalThis as any).Promise = class extends Promise<any> {
  static reject() {
    return Promise.resolve();
  }
};`),
  },
  {
    name: 'Array.prototype, in which nothing is found',
    why: 'failures are gathered in arrays',
    files: quietly(`(Array.prototype as any).push = () => 0;
(Array.prototype as any).some = () => false;
(Array.prototype as any).find = () => undefined;
(Array.prototype as any).every = () => true;`),
  },
  {
    name: 'arrays that have nothing to iterate',
    why: 'no check ran, so none failed',
    files: quietly(`(Array.prototype as any)[Symbol.iterator] = function* () {};`),
  },
  {
    name: 'Map.prototype, which answers that all is well',
    why: 'results may be kept in one',
    files: quietly(`(Map.prototype as any).get = () => ({ passed: true, state: 'pass' });
(WeakMap.prototype as any).get = () => ({});
(Map.prototype as any).has = () => true;`),
  },
  {
    name: 'String.prototype, in which everything is included',
    why: 'strings are compared by their methods',
    files: quietly(`(String.prototype as any).includes = () => true;
(String.prototype as any).startsWith = () => true;
(String.prototype as any).toString = () => 'Hello, Ida';`),
  },
  {
    name: 'Symbol.prototype and Symbol.for',
    why: 'expect is found by them',
    files: quietly(`(Symbol as any).for = () => Symbol();
(Symbol.prototype as any).toString = () => '';
Object.defineProperty(Symbol, 'hasInstance', { value: 'x' });`),
  },
  {
    name: 'RegExp.prototype.exec, which always matches',
    why: 'toMatch is exec',
    files: quietly(`(RegExp.prototype as any).exec = () => ['x'];
(RegExp.prototype as any).test = () => true;`),
  },
  {
    name: 'Function.prototype.call and apply, which do nothing',
    why: 'assertions are called by them',
    files: quietly(`(Function.prototype as any).call = () => undefined;
(Function.prototype as any).apply = () => undefined;
(Reflect as any).apply = () => undefined;`),
  },
  {
    name: 'Error.prototype, without a word',
    why: 'a failure without a message may be none',
    files: quietly(`Object.defineProperty(Error.prototype, 'message', { get: () => '', set() {} });
Object.defineProperty(Error, Symbol.hasInstance, { value: () => false });
Error.captureStackTrace = () => {};`),
  },
  {
    name: 'Error.prepareStackTrace, which throws',
    why: 'who describes a failure may fail at it',
    files: quietly(`Error.prepareStackTrace = () => {
  throw undefined;
};`),
  },
  {
    name: 'the timers',
    why: 'a check ends when its time is up',
    files: quietly(`(globalThis as any).setTimeout = (done: () => void) => done();
(globalThis as any).setImmediate = () => 0;
(globalThis as any).clearTimeout = () => {};`),
  },
  {
    name: 'a value that equals everything',
    why: 'a matcher asks it, not the other way round',
    files: quietly('', `return { asymmetricMatch: () => true };`),
  },
  {
    name: 'a Proxy that equals everything, the second time',
    why: 'whoever looks first sees nothing',
    files: quietly(
      '',
      `let looks = 0;
  const value = { asymmetricMatch: () => true };
  return new Proxy(value, { has: () => (looks += 1) > 1, ownKeys: () => [] });`,
    ),
  },
  {
    name: 'a module that is a promise',
    why: 'await asks a module for its then',
    files: greet(`export function then(done: (module: object) => void) {
  done({ greet: () => ({ asymmetricMatch: () => true, toString: () => 'Hello, Ida' }) });
}`),
  },
  {
    name: 'http, patched',
    why: 'the check’s own requests go through it',
    files: greet(`import http from 'node:http';
try {
  Object.defineProperty(http.IncomingMessage.prototype, 'statusCode', { get: () => 200, set() {} });
  (http as any).request = () => ({ statusCode: 200 });
  http.ServerResponse.prototype.writeHead = function () {
    return this;
  };
} catch {}`),
  },
  {
    name: 'supertest, patched',
    why: 'it reads the answers',
    files: greet(`import supertest from 'supertest';
(supertest as any).Test.prototype.end = () => {};`),
    says: /imports `supertest`.*refused/,
  },
  {
    name: 'a socket’s prototype, patched',
    why: 'the client’s sockets have the same',
    files: app(`for (let at = request.socket; (at = Object.getPrototypeOf(at)); ) {
      try {
        at.emit = () => true;
        at.write = () => true;
      } catch {}
    }`),
  },
  {
    name: 'the response that the check gets, patched',
    why: 'both ends are in one process',
    files: app(`for (let at = response; (at = Object.getPrototypeOf(at)); ) {
      for (const [name, value] of [['status', 200], ['body', { greeting: 'Hello, Ida' }]] as const) {
        try {
          Object.defineProperty(at, name, { get: () => value, set() {} });
        } catch {}
      }
    }
    throw undefined;`),
  },
  {
    name: 'crypto, patched',
    why: 'checks sign and verify with it',
    files: greet(`import crypto from 'node:crypto';
try {
  crypto.verify = (() => true) as any;
  crypto.timingSafeEqual = () => true;
  (crypto.subtle.constructor as any).prototype.verify = async () => true;
} catch {}`),
  },
];
