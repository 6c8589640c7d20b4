import { Readable } from '../stream.ts';
import type { Socket } from '../net.ts';
import { type ReadFields, readFields } from './fields.ts';

/** A message as it comes in: a request to a server, or an answer to a client. */
export class IncomingMessage extends Readable {
  readonly httpVersion = '1.1';
  readonly httpVersionMajor = 1;
  readonly httpVersionMinor = 1;
  readonly rawHeaders: readonly string[];
  readonly rawTrailers: readonly string[] = [];
  readonly trailers = {};
  headers: ReadFields['headers'];
  headersDistinct: ReadFields['headersDistinct'];
  socket: Socket;
  connection: Socket;
  method: string | null = null;
  url = '';
  statusCode: number | null = null;
  statusMessage: string | null = null;
  /** All of it has come. */
  complete = false;
  aborted = false;
  upgrade = false;
  req: unknown;

  constructor(socket: Socket, rawHeaders: readonly string[] = []) {
    super({ autoDestroy: true });
    this.socket = socket;
    this.connection = socket;
    this.rawHeaders = rawHeaders;
    ({ headers: this.headers, headersDistinct: this.headersDistinct } = readFields(rawHeaders));
  }

  override _read(): void {}

  /** Nothing of it came in time, or ever will. */
  abort(): void {
    this.aborted = true;
    this.emit('aborted');
  }

  setTimeout(): this {
    return this;
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.readableEnded || !this.complete) this.abort();
    // As in Node: an unread rest takes the connection with it, …
    if (!this.complete) this.socket.destroy(error ?? undefined);
    // … and an error is told only where somebody listens for it.
    queueMicrotask(() => callback(this.listenerCount('error') === 0 ? null : error));
  }
}
