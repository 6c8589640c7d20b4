import { Buffer } from '../buffer.ts';
import { failure } from '../crypto/error.ts';
import type { Socket } from '../net.ts';
import { Writable } from '../stream.ts';
import { type FieldValue, validateHeaderName, validateHeaderValue } from './fields.ts';

type Done = (error?: Error | null) => void;

/** A message as it goes out: a client's request, or a server's answer. */
export class OutgoingMessage extends Writable {
  readonly #fields = new Map<string, [name: string, value: FieldValue]>();
  /** The first line and no more, once it is out: Express asks whether there is one. */
  _header: string | null = null;
  headersSent = false;
  sendDate = true;
  finished = false;
  chunkedEncoding = false;
  shouldKeepAlive = true;
  useChunkedEncodingByDefault = true;
  socket: Socket | null = null;
  connection: Socket | null = null;

  constructor() {
    super({ decodeStrings: true, autoDestroy: false });
  }

  setHeader(name: string, value: FieldValue): this {
    this.#refuseAfterwards('set');
    validateHeaderName(name);
    for (const each of [value].flat()) validateHeaderValue(name, each);
    this.#fields.set(name.toLowerCase(), [name, value]);
    return this;
  }

  setHeaders(all: Iterable<[string, FieldValue]>): this {
    for (const [name, value] of all) this.setHeader(name, value);
    return this;
  }

  appendHeader(name: string, value: FieldValue): this {
    const before = this.getHeader(name);
    const values = before === undefined ? [] : [before].flat();
    return this.setHeader(
      name,
      before === undefined ? value : [...values, value].flat().map(String),
    );
  }

  getHeader(name: string): FieldValue | undefined {
    return this.#fields.get(String(name).toLowerCase())?.[1];
  }

  getHeaderNames(): string[] {
    return [...this.#fields.keys()];
  }

  getRawHeaderNames(): string[] {
    return [...this.#fields.values()].map(([name]) => name);
  }

  getHeaders(): Record<string, FieldValue> {
    const entries = [...this.#fields].map(([key, [, value]]) => [key, value] as const);
    return Object.assign(Object.create(null), Object.fromEntries(entries));
  }

  hasHeader(name: string): boolean {
    return this.#fields.has(String(name).toLowerCase());
  }

  removeHeader(name: string): void {
    this.#refuseAfterwards('remove');
    this.#fields.delete(String(name).toLowerCase());
  }

  flushHeaders(): void {
    if (this._header === null) this._implicitHeader();
  }

  addTrailers(): void {}

  setTimeout(): this {
    return this;
  }

  /** The fields as they go over the wire: names and values in turn. */
  rawFields(): string[] {
    return [...this.#fields.values()].flatMap(([name, value]) =>
      [value].flat().flatMap((each) => [name, String(each).replace(/^[ \t]+|[ \t]+$/g, '')]),
    );
  }

  _implicitHeader(): void {}

  override end(...args: unknown[]): this {
    const { chunk, encoding, done } = endArguments(args);
    if (this.finished) {
      done?.(failure('Cannot call end after a stream was finished', 'ERR_STREAM_ALREADY_FINISHED'));
      return this;
    }
    refuseNonBytes(chunk);
    this.endsWith(chunk === undefined ? 0 : sizeOf(chunk, encoding));
    if (chunk !== undefined) super.write(chunk, encoding as BufferEncoding);
    this.finished = true;
    return super.end(done as () => void);
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    if (this.finished) {
      const error = failure('write after end', 'ERR_STREAM_WRITE_AFTER_END');
      queueMicrotask(() => this.emit('error', error));
      return false;
    }
    refuseNonBytes(chunk);
    this.flushHeaders();
    return super.write(chunk, ...(rest as []));
  }

  /** @param size of all that is sent, if its fields aren't out yet */
  protected endsWith(_size: number): void {}

  /** A field that only this code sets: after all others, or when the first line is out. */
  protected putField(name: string, value: string): void {
    if (!this.hasHeader(name)) this.#fields.set(name.toLowerCase(), [name, value]);
  }

  protected dropField(name: string): void {
    this.#fields.delete(name);
  }

  #refuseAfterwards(verb: string): void {
    if (this._header === null) return;
    const what = `Cannot ${verb} headers after they are sent to the client`;
    throw failure(what, 'ERR_HTTP_HEADERS_SENT');
  }
}

function endArguments([chunk, encoding, done]: unknown[]) {
  if (typeof chunk === 'function') return { done: chunk as Done };
  const isCallback = typeof encoding === 'function';
  return {
    ...(chunk !== null && chunk !== undefined && { chunk }),
    ...(!isCallback && { encoding }),
    done: (isCallback ? encoding : done) as Done | undefined,
  };
}

function refuseNonBytes(chunk: unknown): void {
  if (chunk === undefined || typeof chunk === 'string' || chunk instanceof Uint8Array) return;
  throw failure(
    'The "chunk" argument must be of type string or an instance of Buffer or Uint8Array.',
    'ERR_INVALID_ARG_TYPE',
    TypeError,
  );
}

function sizeOf(chunk: unknown, encoding: unknown): number {
  return Buffer.byteLength(chunk as string, encoding as BufferEncoding);
}
