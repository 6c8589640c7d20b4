import { STATUS_CODES } from 'cairn:http-tables';
import { failure } from '../crypto/error.ts';
import type { FieldValue } from './fields.ts';
import type { IncomingMessage } from './incoming.ts';
import { OutgoingMessage } from './outgoing.ts';

type Fields = Record<string, FieldValue> | FieldValue[];

/** What is told of a server's answer as it goes out. */
export interface Wire {
  head(status: number, message: string, fields: string[]): void;
  body(chunk: Uint8Array): void;
  end(): void;
}

/** A server's answer. */
export class ServerResponse extends OutgoingMessage {
  readonly req: IncomingMessage;
  statusCode = 200;
  statusMessage: string | undefined;
  /** Where it goes. */
  wire: Wire | undefined;
  #hasBody: boolean;
  #size: number | undefined;

  constructor(req: IncomingMessage) {
    super();
    this.req = req;
    this.socket = req.socket;
    this.connection = req.socket;
    this.#hasBody = req.method !== 'HEAD';
  }

  writeHead(
    status: number,
    ...rest: [(string | Fields | undefined)?, (Fields | undefined)?]
  ): this {
    if (this._header !== null) {
      const what = 'Cannot write headers after they are sent to the client';
      throw failure(what, 'ERR_HTTP_HEADERS_SENT');
    }
    const [first, second] = rest;
    const code = Math.trunc(status);
    if (!(code >= 100 && code <= 999)) {
      const what = `Invalid status code: ${status}`;
      throw failure(what, 'ERR_HTTP_INVALID_STATUS_CODE', RangeError);
    }
    this.statusCode = code;
    if (typeof first === 'string') this.statusMessage = first;
    this.statusMessage ??= STATUS_CODES[code] ?? 'unknown';
    this.#setAll(typeof first === 'string' ? second : first);
    if (code === 204 || code === 304 || code < 200) this.#hasBody = false;
    this.#putOwnFields();
    this._header = `HTTP/1.1 ${code} ${this.statusMessage}\r\n`;
    this.headersSent = true;
    this.wire?.head(code, this.statusMessage, this.rawFields());
    return this;
  }

  writeContinue(): void {}
  writeEarlyHints(): void {}
  writeProcessing(): void {}

  override _implicitHeader(): void {
    this.writeHead(this.statusCode);
  }

  protected override endsWith(size: number): void {
    if (this._header !== null) return;
    this.#size = size;
    this._implicitHeader();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    if (this.#hasBody) this.wire?.body(chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    this.wire?.end();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket?.destroy(error ?? undefined);
    done(error);
  }

  #setAll(fields: Fields | undefined): void {
    if (Array.isArray(fields)) {
      for (let at = 0; at < fields.length; at += 2) {
        this.setHeader(String(fields[at]), fields[at + 1] ?? '');
      }
    } else {
      for (const [name, value] of Object.entries(fields ?? {})) this.setHeader(name, value);
    }
  }

  /** What Node adds, in the order in which it does. */
  #putOwnFields(): void {
    if (this.sendDate) this.putField('Date', new Date().toUTCString());
    if (this.statusCode === 204 || this.statusCode === 304) this.dropField('transfer-encoding');
    const closes = this.req.headers['connection'] === 'close';
    this.putField('Connection', closes ? 'close' : 'keep-alive');
    if (!closes) this.putField('Keep-Alive', 'timeout=5');
    if (!this.#hasBody || this.hasHeader('content-length') || this.hasHeader('transfer-encoding')) {
      return;
    }
    if (this.#size === undefined) this.putField('Transfer-Encoding', 'chunked');
    else this.putField('Content-Length', String(this.#size));
  }
}
