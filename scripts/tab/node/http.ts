// node:http between a client and a server of the same worker: messages, and no bytes on a wire.
import { METHODS, STATUS_CODES } from 'cairn:http-tables';
import { Agent, ClientRequest } from './http/client.ts';
import { validateHeaderName, validateHeaderValue } from './http/fields.ts';
import { IncomingMessage } from './http/incoming.ts';
import { OutgoingMessage } from './http/outgoing.ts';
import { ServerResponse } from './http/response.ts';
import { Server as NetServer } from './net.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export class Server extends NetServer {
  timeout = 0;
  keepAliveTimeout = 5_000;
  headersTimeout = 60_000;
  requestTimeout = 300_000;
  maxHeadersCount: number | null = null;

  constructor(...args: [(object | Listener)?, Listener?]) {
    super();
    const listener = args.find((each) => typeof each === 'function');
    if (listener) this.on('request', listener as Listener);
  }

  setTimeout(): this {
    return this;
  }

  closeAllConnections(): void {}
  closeIdleConnections(): void {}
}

export const createServer = (...args: ConstructorParameters<typeof Server>) => new Server(...args);
export const request = (...args: ConstructorParameters<typeof ClientRequest>) =>
  new ClientRequest(...args);
export const get = (...args: ConstructorParameters<typeof ClientRequest>) => request(...args).end();
export const globalAgent = new Agent();
export const maxHeaderSize = 16_384;

export {
  Agent,
  ClientRequest,
  IncomingMessage,
  METHODS,
  OutgoingMessage,
  ServerResponse,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
};
export default {
  Agent,
  ClientRequest,
  createServer,
  get,
  globalAgent,
  IncomingMessage,
  maxHeaderSize,
  METHODS,
  OutgoingMessage,
  request,
  Server,
  ServerResponse,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
};
