// node:net: servers that only code of this worker can reach, and the ends of connections to them.
import { failure } from './crypto/error.ts';
import EventEmitter from './events.ts';
import { setImmediate } from './timers.ts';

const servers = new Map<number, Server>();
let port = 40_000;

/** A port that nothing has. */
export function nextPort(): number {
  port += 1;
  return port;
}

/** The server that listens at a port. */
export function serverAt(at: number): Server | undefined {
  return servers.get(at);
}

/** Closes every server that still listens. */
export function closeListening(): void {
  for (const server of servers.values()) server.close();
}

export class Server extends EventEmitter {
  listening = false;
  #port = 0;

  listen(...args: unknown[]): this {
    const callback = args.findLast((each) => typeof each === 'function');
    if (callback) this.once('listening', callback as () => void);
    const [first] = args;
    const isOptions = typeof first === 'object' && first !== null;
    const wanted = Number(isOptions ? (first as { port?: number }).port : first);
    this.#port = wanted > 0 ? wanted : nextPort();
    servers.set(this.#port, this);
    this.listening = true;
    setImmediate(() => this.emit('listening'));
    return this;
  }

  address(): { address: string; family: string; port: number } | null {
    return this.listening ? { address: '127.0.0.1', family: 'IPv4', port: this.#port } : null;
  }

  close(callback?: (error?: Error) => void): this {
    const wasListening = this.listening;
    if (wasListening) servers.delete(this.#port);
    this.listening = false;
    if (callback) {
      const error = failure('Server is not running.', 'ERR_SERVER_NOT_RUNNING');
      this.once('close', () => callback(wasListening ? undefined : error));
    }
    setImmediate(() => this.emit('close'));
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  getConnections(callback: (error: null, count: number) => void): void {
    callback(null, 0);
  }
}

/** One end of a connection. Nothing is read from it: messages are handed over whole. */
export class Socket extends EventEmitter {
  readonly localPort: number;
  readonly remotePort: number;
  readonly localAddress = '127.0.0.1';
  readonly remoteAddress = '127.0.0.1';
  readonly remoteFamily = 'IPv4';
  readonly encrypted = undefined;
  readable = true;
  writable = true;
  destroyed = false;

  constructor(localPort: number, remotePort: number) {
    super();
    this.localPort = localPort;
    this.remotePort = remotePort;
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.readable = false;
    this.writable = false;
    queueMicrotask(() => {
      if (error && this.listenerCount('error') > 0) this.emit('error', error);
      this.emit('close', error !== undefined);
    });
    return this;
  }

  end(): this {
    return this.destroy();
  }

  resetAndDestroy(): this {
    return this.destroy();
  }

  destroySoon(): void {
    this.destroy();
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  cork(): void {}
  uncork(): void {}
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

export const isIPv4 = (text: string) => IPV4.test(text);
export const isIPv6 = (text: string) =>
  String(text).includes(':') && URL.canParse(`http://[${text}]/`);
export const isIP = (text: string) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0);
export const createServer = () => new Server();

export default { createServer, isIP, isIPv4, isIPv6, Server, Socket };
