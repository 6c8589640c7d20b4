// node:util: `inspect` and `format` are Node's own code, taken out of it.
import * as extracted from 'node-inspect-extracted';
import stripAnsi from 'strip-ansi';

const { inspect, format, formatWithOptions } = extracted;

type Callback = (error: unknown, value?: unknown) => void;
type Any = (...args: any[]) => unknown;

/** What an object says of itself where it is printed. */
export const custom: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

export function inherits(child: Any & { super_?: unknown }, parent: Any): void {
  child.super_ = parent;
  Object.setPrototypeOf(child.prototype, parent.prototype as object);
}

export function deprecate<Function>(act: Function): Function {
  return act;
}

export function debuglog(): Any & { enabled: boolean } {
  return Object.assign(() => {}, { enabled: false });
}

export function promisify(act: Any): Any {
  return (...args) =>
    new Promise((resolve, reject) => {
      act(...args, (error: unknown, value: unknown) => (error ? reject(error) : resolve(value)));
    });
}

export function callbackify(act: (...args: unknown[]) => Promise<unknown>): Any {
  return (...args: unknown[]) => {
    const callback = args.pop() as Callback;
    act(...args).then((value) => callback(null, value), callback);
  };
}

export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  const options = { depth: null, maxArrayLength: null, maxStringLength: null, sorted: true };
  return inspect(one, options) === inspect(other, options);
}

const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
export const types = {
  isDate: (value: unknown) => value instanceof Date,
  isRegExp: (value: unknown) => value instanceof RegExp,
  isUint8Array: (value: unknown) => value instanceof Uint8Array,
  isPromise: (value: unknown) => value instanceof Promise,
  isNativeError: (value: unknown) => value instanceof Error,
  isAnyArrayBuffer: (value: unknown) => value instanceof ArrayBuffer,
  isArrayBufferView: ArrayBuffer.isView,
  isProxy: () => false,
  isKeyObject: (value: unknown) => tagOf(value) === 'KeyObject',
  isCryptoKey: (value: unknown) => tagOf(value) === 'CryptoKey',
};

export const { isArray } = Array;
export const toUSVString = (text: unknown) => String(text).toWellFormed();
export const { TextDecoder, TextEncoder } = globalThis;
export { format, formatWithOptions, inspect, stripAnsi as stripVTControlCharacters };
export default {
  inspect,
  format,
  formatWithOptions,
  inherits,
  deprecate,
  debuglog,
  debug: debuglog,
  promisify,
  callbackify,
  stripVTControlCharacters: stripAnsi,
  isDeepStrictEqual,
  types,
  isArray,
  toUSVString,
  TextDecoder,
  TextEncoder,
};
