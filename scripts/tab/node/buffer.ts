// node:buffer: the package `buffer`, with Node's base64url, and the platform's own UTF-8.
import { Buffer as Base, kMaxLength } from 'buffer/';

type Make = (value: unknown, encoding?: unknown, length?: unknown) => Buffer;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const from = Base.from as unknown as Make;
const { toString } = Base.prototype;
const { isEncoding, byteLength } = Base;

/** The value of each character of base64 and of base64url, by its code; -1 for every other one. */
const VALUES = new Int8Array(128).fill(-1);
for (const [value, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  VALUES[character.charCodeAt(0)] = value;
}
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/** As Node does: takes both alphabets, skips what is in neither, and ends at the first `=`. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4) + 3);
  let bits = 0;
  let value = 0;
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    // The lower byte alone, whatever the character is.
    const code = text.charCodeAt(index) & 0xff;
    if (code === '='.charCodeAt(0)) break;
    const six = code < VALUES.length ? (VALUES[code] ?? -1) : -1;
    if (six < 0) continue;
    value = ((value << 6) | six) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (value >> bits) & 255;
    at += 1;
  }
  return bytes.slice(0, at);
}

/** What Node expects of base64 that is well-formed, whether or not this is. */
function lengthOfBase64(text: string): number {
  const padding = /={0,2}$/.exec(text)?.[0].length ?? 0;
  return ((text.length - padding) * 3) >>> 2;
}

function isUtf8Name(encoding: unknown): boolean {
  return encoding === undefined || encoding === null || /^utf-?8$/i.test(String(encoding));
}

function isBase64Name(encoding: unknown): boolean {
  return typeof encoding === 'string' && /^base64(url)?$/i.test(encoding);
}

function wrap(bytes: Uint8Array<ArrayBuffer>): Buffer {
  return from.call(Base, bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const make: Make = (value, encoding, length) => {
  if (typeof value === 'string') {
    if (isUtf8Name(encoding)) return wrap(encoder.encode(value));
    if (isBase64Name(encoding)) return wrap(fromBase64(value));
  }
  return from.call(Base, value, encoding, length);
};
Base.from = make as unknown as typeof Base.from;

Base.prototype.toString = function (
  this: Buffer,
  encoding?: BufferEncoding,
  start?: number,
  end?: number,
) {
  if (isUtf8Name(encoding)) {
    return decoder.decode(
      start === undefined && end === undefined ? this : this.subarray(start, end),
    );
  }
  if (!/^base64url$/i.test(String(encoding))) return toString.call(this, encoding, start, end);
  const text = toString.call(this, 'base64', start, end);
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};
Base.prototype.toLocaleString = Base.prototype.toString;
Base.isEncoding = ((encoding: string) =>
  isBase64Name(encoding) || isEncoding(encoding)) as typeof isEncoding;
Base.byteLength = (value, encoding) => {
  if (typeof value === 'string' && isUtf8Name(encoding)) return encoder.encode(value).length;
  if (typeof value === 'string' && isBase64Name(encoding)) return lengthOfBase64(value);
  return byteLength(value, encoding);
};

export { Base as Buffer };
export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 0x1fffffe8 };
export const { atob, btoa, Blob, File } = globalThis;

/** Whether bytes are well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether bytes are ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 128);
}

export default { Buffer: Base, kMaxLength, constants, atob, btoa, Blob, File, isUtf8, isAscii };
