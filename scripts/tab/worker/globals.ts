// What Node has as globals. Has to be the first module that a worker loads.
import { Buffer } from '../node/buffer.ts';
import process from '../node/process.ts';
import * as timers from '../node/timers.ts';
import { format } from '../node/util.ts';

function put(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

put('global', globalThis);
put('__dirname', '/');
put('__filename', '/worker.js');
put('Buffer', Buffer);
put('process', process);
for (const [name, value] of Object.entries(timers.default)) put(name, value);
// In a worker these are elsewhere: guards look at what the global object itself has.
for (const name of ['queueMicrotask', 'fetch', 'atob', 'btoa', 'structuredClone'] as const) {
  put(name, globalThis[name].bind(globalThis));
}
put('crypto', globalThis.crypto);

// What is printed takes the way that it takes in Node: a check may listen there.
for (const name of ['log', 'info', 'debug'] as const) {
  console[name] = (...args: unknown[]) => void process.stdout.write(`${format(...args)}\n`);
}
for (const name of ['warn', 'error', 'trace'] as const) {
  console[name] = (...args: unknown[]) => void process.stderr.write(`${format(...args)}\n`);
}

// What a browser's own objects hold shows in Node, and not here.
const inspected = Symbol.for('nodejs.util.inspect.custom');
type Inspect = (value: unknown, options: object) => string;
function show(type: { name: string; prototype: object }, fields: (it: any) => object): void {
  Object.defineProperty(type.prototype, inspected, {
    configurable: true,
    value(this: unknown, _depth: number, options: object, inspect: Inspect) {
      return `${type.name} ${inspect(fields(this), options)}`;
    },
  });
}
for (const type of [Headers, URLSearchParams, FormData]) show(type, (it) => Object.fromEntries(it));
show(URL, ({ href, origin, pathname, search, hash }) => ({ href, origin, pathname, search, hash }));
show(Request, ({ method, url, headers }) => ({ method, url, headers }));
show(Response, ({ status, url, headers }) => ({ status, url, headers }));

// The page keeps the learner's work there: no code that runs here has any business with it.
for (const name of ['indexedDB', 'caches', 'BroadcastChannel', 'importScripts', 'Worker']) {
  Object.defineProperty(globalThis, name, { value: undefined, configurable: false });
}
