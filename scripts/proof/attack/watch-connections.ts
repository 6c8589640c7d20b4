import dns from 'node:dns';
import { Socket } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';

/** What the process reached for while it was watched. */
export interface ConnectionWatch {
  /** Addresses that it connected to, and names that it looked up, but for our own. */
  reached: string[];
  stop: () => void;
}

/**
 * Watches every connection that this process opens, and every name that it looks up: whatever reads
 * a `jku` or an `x5u`, in whatever library, ends up in one of these.
 *
 * @param isOurs whether a port on loopback is one that the suite itself listens on
 */
export function watchConnections(isOurs: (port: number) => boolean): ConnectionWatch {
  const reached: string[] = [];
  const restores: (() => void)[] = [];

  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const { host = 'localhost', port = 0, path } = optionsOf(args);
    if (path !== undefined || host !== '127.0.0.1' || !isOurs(Number(port))) {
      reached.push(path ?? `${host}:${port}`);
    }
    return Reflect.apply(connect, this, args) as Socket;
  } as typeof connect;
  restores.push(() => (Socket.prototype.connect = connect));

  const functions = dns as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']) {
    const original = functions[name]!;
    functions[name] = (...args) => {
      // A server that listens on loopback asks for its address, too.
      if (args[0] !== '127.0.0.1') reached.push(`the name ${String(args[0])}`);
      return original(...args);
    };
    restores.push(() => (functions[name] = original));
  }
  syncBuiltinESMExports();

  const stop = () => {
    for (const restore of restores) restore();
    syncBuiltinESMExports();
  };
  return { reached, stop };
}

/** `connect` takes (port, host), (options), or both within an array, from Node's own `connect`. */
function optionsOf(args: unknown[]): { host?: string; port?: number | string; path?: string } {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) return first;
  return { port: Number(first), ...(typeof second === 'string' && { host: second }) };
}
