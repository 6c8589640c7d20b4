// iconv-lite, of which body parsers use the decoder: the platform has one.
import { Buffer } from '../node/buffer.ts';

/** The platform's name for an encoding. */
function labelOf(encoding: string): string {
  const plain = encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain === 'utf16') return 'utf-16le';
  return plain
    .replace(/^utf(8|16le|16be)$/, 'utf-$1')
    .replace(/^iso8859(\d+)$/, 'iso-8859-$1')
    .replace(/^(latin1|binary)$/, 'iso-8859-1');
}

export function encodingExists(encoding: string): boolean {
  try {
    return Boolean(new TextDecoder(labelOf(encoding)));
  } catch {
    return false;
  }
}

export function getDecoder(encoding: string) {
  if (!encodingExists(encoding)) {
    throw new Error(`Encoding not recognized: '${encoding}' (searched as: '${labelOf(encoding)}')`);
  }
  const decoder = new TextDecoder(labelOf(encoding));
  return {
    write: (bytes: Uint8Array) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}

export const decode = (bytes: Uint8Array, encoding: string) =>
  new TextDecoder(labelOf(encoding)).decode(bytes);
export const encode = (text: string) => Buffer.from(text);
export default { decode, encode, encodingExists, getDecoder };
