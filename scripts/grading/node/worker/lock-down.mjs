// Before code is loaded that may want a better grade than it deserves: what it shares with the checks
// can't be changed any more, and what leads out of a chapter is gone. Plain JavaScript, for Node loads
// it without any help.
import * as vitestExpect from '@vitest/expect';
import * as vitestRunner from '@vitest/runner';
import * as assert from 'node:assert';
import * as buffer from 'node:buffer';
import * as crypto from 'node:crypto';
import * as events from 'node:events';
import * as http from 'node:http';
import Module from 'node:module';
import * as net from 'node:net';
import * as querystring from 'node:querystring';
import * as stream from 'node:stream';
import * as timers from 'node:timers';
import * as url from 'node:url';
import * as util from 'node:util';
import * as jose from 'jose';
import supertest from 'supertest';
// They add to what is shared while they load.
import '@node-rs/argon2';
import 'cors';
import 'express';
import 'helmet';
import 'jsonwebtoken';
import 'node-sqlite3-wasm';
import 'zod';

const {
  defineProperty,
  freeze,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isExtensible,
  preventExtensions,
} = Object;
const { ownKeys } = Reflect;
const { isModuleNamespaceObject, isProxy } = util.types;

/** What the checks work with, beside the globals. */
const SHARED = [
  vitestExpect,
  vitestRunner,
  supertest,
  jose,
  assert,
  buffer,
  crypto,
  events,
  http,
  net,
  querystring,
  stream,
  timers,
  url,
  util,
];

/** What no global leads to. */
const HIDDEN = [
  async function () {},
  function* () {},
  async function* () {},
  getPrototypeOf(Int8Array),
  [][Symbol.iterator](),
  new Map()[Symbol.iterator](),
  new Set()[Symbol.iterator](),
  ''[Symbol.iterator](),
  /./[Symbol.matchAll](''),
  new Headers()[Symbol.iterator](),
  new URLSearchParams()[Symbol.iterator](),
  (function* () {})(),
  (async function* () {})(),
];

/** Global objects that hold functions. Not the console: checks listen to what is printed. */
const NAMESPACES = new Set([
  'Atomics',
  'Intl',
  'JSON',
  'Math',
  'Reflect',
  'WebAssembly',
  'crypto',
  'performance',
]);

/** Locks what is shared. Nothing that was loaded by now needs what it takes away. */
export function lockDown() {
  // `expect.stringContaining` notes who called it, too.
  globalThis[vitestExpect.GLOBAL_EXPECT].anything();
  for (const owner of [globalThis, Date, Math, JSON, Buffer]) {
    for (const key of ownKeys(owner)) settle(owner, key);
  }
  globalThis.process = littleProcess();
  // A chapter's file isn't CommonJS, whatever it says: a template engine's name would load it so.
  Module._extensions['.ts'] = refuseToRequire;

  const seen = new Set();
  for (const value of [...HIDDEN, ...SHARED]) lock(value, seen, true);
  for (const key of ownKeys(globalThis)) {
    const { value } = getOwnPropertyDescriptor(globalThis, key);
    if (typeof value === 'function' || NAMESPACES.has(key)) lock(value, seen, true);
  }
  lockMatchers(seen);
  for (const key of ownKeys(globalThis)) fix(globalThis, key);
  preventExtensions(globalThis);
}

/** A property that computes its value, or that notices when it is replaced: from now on it's that value. */
function settle(owner, key) {
  const { get, configurable, enumerable } = getOwnPropertyDescriptor(owner, key);
  if (!get || !configurable || staysOpen(owner, key)) return;
  let value;
  try {
    value = get.call(owner);
  } catch {
    // A global that this Node has only when it was asked for.
  }
  defineProperty(owner, key, { value, enumerable, writable: true, configurable: true });
}

/** The property is there for good. */
function fix(owner, key) {
  const { configurable, get } = getOwnPropertyDescriptor(owner, key);
  if (configurable) defineProperty(owner, key, get ? { configurable: false } : FIXED);
}

const FIXED = { writable: false, configurable: false };

/**
 * Locks a function, a prototype, or an object that only holds such, and what these lead to. What
 * holds a state stays as it is.
 */
function lock(value, seen, isShared = false) {
  const isFunction = typeof value === 'function';
  if (!isFunction && (typeof value !== 'object' || value === null)) return;
  if (seen.has(value) || value === globalThis || isProxy(value)) return;
  if (!isFunction && !isShared && !isPlain(value)) return;
  seen.add(value);
  lock(getPrototypeOf(value), seen, true);
  for (const key of ownKeys(value)) {
    if (staysOpen(value, key)) continue;
    const found = getOwnPropertyDescriptor(value, key);
    lock(found.get, seen);
    lock(found.set, seen);
    lock(found.value, seen, key === 'prototype' && isFunction);
    if (!found.configurable && !found.writable) continue;
    if (isState(value, found)) continue;
    lockProperty(value, key, found);
  }
  if (isExtensible(value)) preventExtensions(value);
}

/** What checks replace for a moment, where a stack gets its form, and where `expect` notes its caller. */
function staysOpen(owner, key) {
  if (owner === Math) return key === 'random';
  if (owner === Date) return key === 'now';
  if (owner === Error) return key === 'prepareStackTrace' || key === 'stackTraceLimit';
  return owner === globalThis[vitestExpect.GLOBAL_EXPECT] && key === '__flags';
}

/** What a class's prototype has beside methods is the first state of each of its objects. */
function isState(owner, found) {
  const isMethod = !('value' in found) || typeof found.value === 'function';
  return !isMethod && hasOwn(owner, 'constructor');
}

function isPlain(value) {
  const prototype = getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** On a prototype: what inherits it may still have one of its own, by assignment. */
function lockProperty(owner, key, found) {
  if (isModuleNamespaceObject(owner)) return;
  if (!found.configurable || !found.writable) {
    defineProperty(owner, key, 'value' in found ? FIXED : { configurable: false });
    return;
  }
  const { value, enumerable } = found;
  defineProperty(owner, key, {
    enumerable,
    configurable: false,
    get: () => value,
    set(own) {
      if (this === owner) throw new TypeError(`Cannot assign to ${String(key)}: it is shared.`);
      defineProperty(this, key, {
        value: own,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    },
  });
}

/** What `expect.extend` and its like would add to. */
function lockMatchers(seen) {
  const { matchers, customEqualityTesters } = globalThis[vitestExpect.JEST_MATCHERS_OBJECT] ?? {};
  freeze(customEqualityTesters);
  lock(matchers, seen, true);
  lock(globalThis[vitestExpect.ASYMMETRIC_MATCHERS_OBJECT], seen, true);
}

function refuseToRequire() {
  throw new Error("A chapter's file isn't loaded by require.");
}

/** What is left of `process`: what packages ask it while they work, and no way out. */
function littleProcess() {
  const { platform, arch, version, versions, pid, stdout, stderr } = process;
  const { nextTick, hrtime, uptime, cwd, memoryUsage, emitWarning } = process;
  const { exit, reallyExit, abort } = process;
  const itself = () => little;
  const stream = (to) => ({ write: (text) => to.write(text), isTTY: false });
  const little = {
    env: { NODE_ENV: 'test' },
    argv: [],
    execArgv: [],
    platform,
    arch,
    version,
    versions,
    pid,
    nextTick,
    hrtime,
    uptime,
    cwd,
    memoryUsage,
    emitWarning,
    // They were replaced by what notes that they were called.
    exit,
    reallyExit,
    abort,
    on: itself,
    once: itself,
    off: itself,
    removeListener: itself,
    emit: () => false,
    listenerCount: () => 0,
    stdout: stream(stdout),
    stderr: stream(stderr),
  };
  return little;
}
