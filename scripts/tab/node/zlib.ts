// node:zlib: what body parsers need to read a compressed body, over the platform's own streams.
import { Buffer } from './buffer.ts';
import { failure } from './crypto/error.ts';
import { Transform } from './stream.ts';

/** Decompresses what is written to it. */
class Decompressor extends Transform {
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #done: Promise<void>;

  constructor(format: CompressionFormat) {
    super();
    const { readable, writable } = new DecompressionStream(format);
    this.#writer = writable.getWriter();
    this.#done = this.#read(readable);
    this.#done.catch(() => {});
  }

  override _transform(chunk: Uint8Array<ArrayBuffer>, _encoding: string, done: () => void): void {
    // What is wrong with it, the other end says.
    this.#writer.write(chunk).catch(() => {});
    done();
  }

  override _flush(done: (error?: Error) => void): void {
    this.#writer.close().catch(() => {});
    this.#done.then(
      () => done(),
      (error: Error) => done(failure(error.message, 'Z_DATA_ERROR')),
    );
  }

  async #read(readable: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const reader = readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.push(Buffer.from(value));
    }
  }
}

function unavailable(): never {
  throw failure('A browser has no Brotli.', 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM');
}

export const createGunzip = () => new Decompressor('gzip');
export const createInflate = () => new Decompressor('deflate');
export const createInflateRaw = () => new Decompressor('deflate-raw');
export { createGunzip as createUnzip, unavailable as createBrotliDecompress };
export const constants = {};
export default {
  constants,
  createBrotliDecompress: unavailable,
  createGunzip,
  createInflate,
  createInflateRaw,
  createUnzip: createGunzip,
};
