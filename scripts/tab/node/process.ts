// node:process, as packages and the course's own code see it.
import EventEmitter from './events.ts';
import { setImmediate } from './timers.ts';

type Print = (text: string) => void;
let print: Print = () => {};

/** Says where what is printed goes. */
export function printTo(where: Print): void {
  print = where;
}

function stream() {
  return {
    isTTY: false,
    write(text: unknown): boolean {
      print(String(text));
      return true;
    },
    on() {},
    once() {},
  };
}

function hrtime(before?: [number, number]): [number, number] {
  const now = performance.now();
  const seconds = Math.floor(now / 1_000) - (before?.[0] ?? 0);
  const nanoseconds = Math.floor((now % 1_000) * 1e6) - (before?.[1] ?? 0);
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
}

const TICK = 20;
let busy = 0;
let ticked = performance.now();
setInterval(() => {
  const now = performance.now();
  const late = now - ticked - TICK;
  if (late > TICK) busy += late;
  ticked = now;
}, TICK);

const nothing = () => {};

const process = Object.assign(new EventEmitter(), {
  title: 'node',
  pid: 1,
  platform: 'linux',
  arch: 'x64',
  argv: ['node'],
  execArgv: [],
  env: { NODE_ENV: 'test', NO_COLOR: '1' } as Record<string, string>,
  version: 'v24.0.0',
  versions: { node: '24.0.0' },
  stdout: stream(),
  stderr: stream(),
  cwd: () => '/',
  uptime: () => performance.now() / 1_000,
  nextTick: (act: (...args: unknown[]) => void, ...args: unknown[]) =>
    queueMicrotask(() => act(...args)),
  hrtime: Object.assign(hrtime, { bigint: () => BigInt(Math.floor(performance.now() * 1e6)) }),
  // Nobody counts it here: while timers come late, something is at work.
  cpuUsage: () => ({ user: busy * 1_000, system: 0 }),
  memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
  emitWarning: nothing,
  exit: nothing,
  reallyExit: nothing,
  abort: nothing,
  kill: (_pid?: number, _signal?: unknown) => {},
  exitCode: undefined,
});
process.setMaxListeners(0);

// What nobody catches, once somebody here listens for it.
self.addEventListener('unhandledrejection', (event) => {
  if (process.listenerCount('unhandledRejection') === 0) return;
  event.preventDefault();
  process.emit('unhandledRejection', event.reason, event.promise);
});
self.addEventListener('error', (event) => {
  if (process.listenerCount('uncaughtException') === 0) return;
  event.preventDefault();
  process.emit('uncaughtException', event.error ?? new Error(event.message));
});

export { setImmediate };
export const { env, nextTick, platform, argv, version, versions, cwd } = process;
export { hrtime };
export default process;
