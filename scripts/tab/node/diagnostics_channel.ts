// node:diagnostics_channel: Express's router says on it what it calls.
type Listener = (message: unknown, name: string) => void;
type Act = (...args: any[]) => unknown;

export class Channel {
  readonly name: string;
  #listeners: Listener[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get hasSubscribers(): boolean {
    return this.#listeners.length > 0;
  }

  subscribe(listener: Listener): void {
    this.#listeners = [...this.#listeners, listener];
  }

  unsubscribe(listener: Listener): boolean {
    const before = this.#listeners.length;
    this.#listeners = this.#listeners.filter((each) => each !== listener);
    return this.#listeners.length < before;
  }

  publish(message: unknown): void {
    for (const listener of this.#listeners) {
      try {
        listener(message, this.name);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  runStores(message: unknown, act: Act, self?: unknown, ...args: unknown[]): unknown {
    this.publish(message);
    return Reflect.apply(act, self, args);
  }
}

const channels = new Map<string, Channel>();

export function channel(name: string): Channel {
  let found = channels.get(name);
  if (!found) channels.set(name, (found = new Channel(name)));
  return found;
}

export const hasSubscribers = (name: string) => channel(name).hasSubscribers;
export const subscribe = (name: string, listener: Listener) => channel(name).subscribe(listener);
export const unsubscribe = (name: string, listener: Listener) =>
  channel(name).unsubscribe(listener);

export class TracingChannel {
  readonly start: Channel;
  readonly end: Channel;
  readonly asyncStart: Channel;
  readonly asyncEnd: Channel;
  readonly error: Channel;

  constructor(name: string) {
    this.start = channel(`tracing:${name}:start`);
    this.end = channel(`tracing:${name}:end`);
    this.asyncStart = channel(`tracing:${name}:asyncStart`);
    this.asyncEnd = channel(`tracing:${name}:asyncEnd`);
    this.error = channel(`tracing:${name}:error`);
  }

  get #all(): Channel[] {
    return [this.start, this.end, this.asyncStart, this.asyncEnd, this.error];
  }

  get hasSubscribers(): boolean {
    return this.#all.some((each) => each.hasSubscribers);
  }
}

export const tracingChannel = (name: string) => new TracingChannel(name);
export default { Channel, channel, hasSubscribers, subscribe, unsubscribe, tracingChannel };
