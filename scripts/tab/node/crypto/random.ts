import { Buffer } from '../buffer.ts';
import { failure } from './error.ts';
import { bytesOf } from './bytes.ts';

/** A browser gives no more at once. */
const AT_ONCE = 65_536;

type Callback<Value> = (error: null, value: Value) => void;

export function randomBytes(size: number, callback?: Callback<Buffer>): Buffer {
  const bytes = randomFillSync(Buffer.alloc(size));
  if (callback) setImmediate(() => callback(null, bytes));
  return bytes;
}

export function randomFillSync<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    crypto.getRandomValues(bytes.subarray(at, at + AT_ONCE) as Uint8Array<ArrayBuffer>);
  }
  return bytes;
}

/** A whole number from `min`, below `max`, each as likely as the other. */
export function randomInt(min: number, max?: number): number {
  const [from, to] = max === undefined ? [0, min] : [min, max];
  const range = to - from;
  const limit = 2 ** 48 - (2 ** 48 % range);
  for (;;) {
    const value = randomBytes(6).readUIntBE(0, 6);
    if (value < limit) return from + (value % range);
  }
}

export const randomUUID = () => crypto.randomUUID();

export function timingSafeEqual(one: unknown, other: unknown): boolean {
  const [a, b] = [bytesOf(one), bytesOf(other)];
  if (a.length !== b.length) {
    throw failure(
      'Input buffers must have the same byte length',
      'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
      RangeError,
    );
  }
  let difference = 0;
  for (const [at, byte] of a.entries()) difference |= byte ^ (b[at] ?? 0);
  return difference === 0;
}
