// node:util: `inspect` and `format` are Node's own code, taken out of it.
import * as extracted from 'node-inspect-extracted';

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

/** Takes the colors, and whatever else a terminal would obey, out of a string. */
export function stripVTControlCharacters(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(
    /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g,
    '',
  );
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
export { format, formatWithOptions, inspect };
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
  stripVTControlCharacters,
  isDeepStrictEqual,
  types,
  isArray,
  toUSVString,
  TextDecoder,
  TextEncoder,
};
