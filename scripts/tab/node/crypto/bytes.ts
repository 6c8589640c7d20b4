import { Buffer } from '../buffer.ts';
import { failure } from './error.ts';

/** What Node's crypto takes as data. */
export type Data = string | ArrayBufferView | ArrayBuffer;

/** The bytes of data. */
export function bytesOf(data: unknown, encoding?: BufferEncoding | 'buffer'): Uint8Array {
  if (typeof data === 'string') {
    return Buffer.from(data, encoding === 'buffer' ? undefined : encoding);
  }
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw failure(
    `The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.`,
    'ERR_INVALID_ARG_TYPE',
    TypeError,
  );
}

/** Bytes as a Buffer or, with an encoding, as a string. */
export function encoded(bytes: Uint8Array, encoding?: string): Buffer | string {
  const buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  if (encoding === undefined || encoding === 'buffer') return buffer;
  return buffer.toString(encoding as BufferEncoding);
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Bytes as a number, the most significant first. */
export function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`);
}

/**
 * A number as bytes, the most significant first.
 *
 * @param size at least so many
 */
export function bytesOfNumber(number: bigint, size = 0): Buffer {
  const hex = number.toString(16);
  const digits = Math.max(size * 2, hex.length + (hex.length % 2));
  return Buffer.from(hex.padStart(digits, '0'), 'hex');
}
