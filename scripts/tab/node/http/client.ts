import { Buffer } from '../buffer.ts';
import { failure } from '../crypto/error.ts';
import EventEmitter from '../events.ts';
import { nextPort, serverAt, Socket } from '../net.ts';
import { setImmediate, setTimeout } from '../timers.ts';
import type { FieldValue } from './fields.ts';
import { IncomingMessage } from './incoming.ts';
import { OutgoingMessage } from './outgoing.ts';
import { ServerResponse } from './response.ts';

export interface RequestOptions {
  protocol?: string;
  method?: string;
  path?: string;
  host?: string;
  hostname?: string;
  port?: number | string;
  auth?: string;
  agent?: unknown;
  headers?: Record<string, FieldValue> | string[];
}

type Heard = (response: IncomingMessage) => void;

export class Agent extends EventEmitter {
  readonly options: object;

  constructor(options: object = {}) {
    super();
    this.options = options;
  }

  destroy(): void {}
}

/** A request to a server that listens in this very worker: there is no other. */
export class ClientRequest extends OutgoingMessage {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly protocol = 'http:';
  readonly reusedSocket = false;
  aborted = false;
  res: IncomingMessage | undefined;
  override socket: Socket;
  override connection: Socket;
  readonly #agent: unknown;
  readonly #chunks: Uint8Array[] = [];
  #isStreamed = false;
  #isOver = false;
  #serverSocket: Socket | undefined;

  constructor(target: RequestOptions | string | URL, ...rest: [(RequestOptions | Heard)?, Heard?]) {
    super();
    const options = { ...optionsOf(target), ...rest.find((each) => typeof each === 'object') };
    const callback = rest.find((each) => typeof each === 'function');
    this.method = (options.method ?? 'GET').toUpperCase();
    this.path = options.path ?? '/';
    this.host = options.hostname ?? options.host ?? 'localhost';
    this.port = Number(options.port ?? 80);
    this.#agent = options.agent;
    if (/[^\u0021-\u00ff]/.test(this.path)) {
      const what = 'Request path contains unescaped characters';
      throw failure(what, 'ERR_UNESCAPED_CHARACTERS', TypeError);
    }
    if (callback) this.once('response', callback);
    this.#takeFields(options);
    this.socket = new Socket(nextPort(), this.port);
    this.connection = this.socket;
    setImmediate(() => {
      this.emit('socket', this.socket);
      this.socket.emit('connect');
    });
  }

  override _implicitHeader(): void {
    this._header = `${this.method} ${this.path} HTTP/1.1\r\n`;
    this.headersSent = true;
  }

  setNoDelay(): void {}
  setSocketKeepAlive(): void {}

  abort(): void {
    this.aborted = true;
    this.emit('abort');
    this.destroy();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  protected override endsWith(): void {
    this.#isStreamed = this._header !== null;
    this.flushHeaders();
    setImmediate(() => this.#send());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#isOver = true;
    this.#serverSocket?.destroy();
    this.socket.destroy();
    done(error ?? (this.res ? null : hangUp()));
    queueMicrotask(() => this.emit('close'));
  }

  #takeFields({ headers = {}, auth }: RequestOptions): void {
    if (Array.isArray(headers)) {
      for (let at = 0; at < headers.length; at += 2) {
        this.appendHeader(headers[at] ?? '', headers[at + 1] ?? '');
      }
    } else {
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    }
    this.putField('Host', this.port === 80 ? this.host : `${this.host}:${this.port}`);
    if (auth !== undefined) {
      this.putField('Authorization', `Basic ${Buffer.from(auth).toString('base64')}`);
    }
  }

  #send(): void {
    if (this.#isOver) return;
    const server = serverAt(this.port);
    if (!server) {
      const what = `connect ECONNREFUSED 127.0.0.1:${this.port}`;
      this.destroy(failure(what, 'ECONNREFUSED'));
      return;
    }
    const body = Buffer.concat(this.#chunks);
    const socket = new Socket(this.port, this.socket.localPort);
    this.#serverSocket = socket;
    const request = new IncomingMessage(socket, this.#fieldsFor(body));
    Object.assign(request, { method: this.method, url: this.path });
    const response = new ServerResponse(request);
    this.#listenTo(response);
    socket.once('close', () => this.#closed(request, response));
    if (body.length > 0) request.push(body);
    request.complete = true;
    request.push(null);
    try {
      server.emit('request', request, response);
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }

  #fieldsFor(body: Buffer): string[] {
    const fields = this.rawFields();
    if (!this.hasHeader('content-length') && !this.hasHeader('transfer-encoding')) {
      if (this.#isStreamed) fields.push('Transfer-Encoding', 'chunked');
      else if (body.length > 0 || /^(POST|PUT|PATCH)$/.test(this.method)) {
        fields.push('Content-Length', String(body.length));
      }
    }
    if (!this.hasHeader('connection')) {
      fields.push('Connection', this.#agent === false ? 'close' : 'keep-alive');
    }
    return fields;
  }

  #listenTo(response: ServerResponse): void {
    response.wire = {
      head: (statusCode, statusMessage, fields) => {
        const incoming = new IncomingMessage(this.socket, fields);
        this.res = Object.assign(incoming, { statusCode, statusMessage, req: this });
        setImmediate(() => {
          if (!this.#isOver && !this.emit('response', incoming)) incoming.resume();
        });
      },
      body: (chunk) => this.res?.push(Buffer.from(chunk)),
      end: () => {
        if (this.res) this.res.complete = true;
        this.res?.push(null);
        setImmediate(() => {
          response.emit('close');
          if (response.req.headers['connection'] === 'close') response.req.socket.destroy();
        });
      },
    };
  }

  /** The server's end of the connection is gone. */
  #closed(request: IncomingMessage, response: ServerResponse): void {
    if (!request.complete) {
      request.abort();
      request.emit('close');
    }
    if (response.finished) return;
    if (!response.destroyed) response.emit('close');
    const { res } = this;
    // The head came before: whoever hears of the response is to hear of this, too.
    if (res) setImmediate(() => res.destroy(failure('aborted', 'ECONNRESET')));
    else if (!this.#isOver) this.destroy(hangUp());
  }
}

function hangUp(): Error {
  return failure('socket hang up', 'ECONNRESET');
}

function optionsOf(target: RequestOptions | string | URL): RequestOptions {
  if (typeof target === 'object' && !(target instanceof URL)) return target;
  const { hostname, port, pathname, search } = new URL(target);
  return { hostname, ...(port !== '' && { port }), path: pathname + search };
}
