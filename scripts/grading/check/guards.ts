import { Server } from 'node:net';

/** Something that learner's code did to the process it shares with the checks. */
export interface Violation {
  kind: 'exit' | 'global' | 'listener' | 'rejection';
  message: string;
  /** As in `Error.stack`: where it was done. */
  stack: string;
}

/** `process.exit` was called: thrown, for the caller must not go on. */
export class ExitCalled extends Error {
  readonly code = 'EXIT_CALLED';
}

// Kept before any learner's code runs.
const { setImmediate, setTimeout } = globalThis;
const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;

/** What everyone in the process shares, by the name that a learner knows it by. */
const SHARED: [owner: object, ownerName: string, keys: string[]][] = [
  [Date, 'Date', ['now', 'parse', 'UTC']],
  [Math, 'Math', ['random', 'floor']],
  [JSON, 'JSON', ['parse', 'stringify']],
  [Buffer, 'Buffer', ['from', 'alloc', 'concat', 'compare']],
  [
    globalThis,
    'globalThis',
    ['Date', 'Math', 'JSON', 'Promise', 'URL', 'fetch', 'setTimeout', 'setInterval', 'setImmediate']
      .concat([
        'clearTimeout',
        'clearInterval',
        'queueMicrotask',
        'atob',
        'btoa',
        'structuredClone',
      ])
      .concat(['TextDecoder', 'TextEncoder', 'Buffer', 'console', 'process', 'crypto']),
  ],
];

/** Where nothing may be added or replaced. */
const PROTOTYPES: [prototype: object, name: string][] = [
  [Object.prototype, 'Object.prototype'],
  [Array.prototype, 'Array.prototype'],
  [String.prototype, 'String.prototype'],
  [Function.prototype, 'Function.prototype'],
  [Promise.prototype, 'Promise.prototype'],
];

let violations: Violation[] = [];
let listening: { server: Server; stack: string }[] = [];
let watching = false;
const snapshots: [prototype: object, name: string, properties: Map<string, unknown>][] = [];

/**
 * From now on, learner's code that replaces what it shares with the checks, that leaves a server
 * listening, that ends the process, or that leaves a rejection unhandled, is noticed. May be called
 * again.
 */
export function watchGlobals(): void {
  if (watching) return;
  watching = true;
  for (const [owner, ownerName, keys] of SHARED) {
    for (const key of keys)
      trap(owner, key, ownerName === 'globalThis' ? key : `${ownerName}.${key}`);
  }
  for (const [prototype, name] of PROTOTYPES) {
    snapshots.push([prototype, name, propertiesOf(prototype)]);
  }
  watchListeners();
  watchProcess();
}

/** What was done since this was last called, after things in flight had a moment to land. */
export async function takeViolations(): Promise<Violation[]> {
  // A rejection that nobody handles is reported after the microtasks that follow it.
  await new Promise<void>((resolve) => setImmediate(resolve));
  await closeListeners();
  mendPrototypes();
  const taken = violations;
  violations = [];
  return taken;
}

/**
 * An assignment to the property is noted and comes to nothing, so that our own clocks and parsers
 * stay right. Libraries, which have no frame of a learner's on the stack, may do as they like.
 */
function trap(owner: object, key: string, name: string): void {
  const found = getOwnPropertyDescriptor(owner, key);
  if (!found?.configurable) return;
  // Node loads some of its globals when they are first asked for: not before.
  let current =
    'value' in found ? () => found.value as unknown : () => found.get?.call(owner) as unknown;
  defineProperty(owner, key, {
    configurable: true,
    enumerable: found.enumerable ?? false,
    get: () => current(),
    set(replacement: unknown) {
      if (replacement === current()) return;
      if (isLearnersCall()) {
        const what = `This replaces ${name}, which everything in the process shares.`;
        note('global', what, stackHere());
      } else {
        current = () => replacement;
      }
    },
  });
}

function mendPrototypes(): void {
  for (const [prototype, name, before] of snapshots) {
    const after = propertiesOf(prototype);
    for (const [key, value] of after) {
      if (before.has(key) && before.get(key) === value) continue;
      note('global', `Something changed ${name}.${key}, which everything shares.`, '');
      if (before.has(key)) Reflect.set(prototype, key, before.get(key));
      else Reflect.deleteProperty(prototype, key);
    }
  }
}

function propertiesOf(prototype: object): Map<string, unknown> {
  return new Map(
    getOwnPropertyNames(prototype).map((key) => [
      key,
      getOwnPropertyDescriptor(prototype, key)?.value as unknown,
    ]),
  );
}

/** A server that the learner's own code starts must be closed again when the check ends. */
function watchListeners(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    if (isLearnersCall()) listening.push({ server: this, stack: stackHere() });
    return Reflect.apply(listen, this, args) as Server;
  } as typeof listen;
}

async function closeListeners(): Promise<void> {
  const started = listening;
  listening = [];
  for (const { server, stack } of started) {
    // A port may still be on its way: `listen` answers on a later turn.
    if (!server.listening) await new Promise<void>((resolve) => setTimeout(resolve, 20));
    if (!server.listening) continue;
    server.close();
    note(
      'listener',
      'This starts a server and leaves it listening. An app is given to whoever serves it; it does not listen itself.',
      stack,
    );
  }
}

function watchProcess(): void {
  for (const name of ['exit', 'reallyExit', 'abort'] as const) {
    Reflect.set(process, name, (code?: unknown) => {
      const stack = stackHere();
      const call = `process.${name}(${code === undefined ? '' : String(code)})`;
      note('exit', `This calls ${call}: it would end the whole server.`, stack);
      throw new ExitCalled(`${call} was called.`);
    });
  }
  const reject = (reason: unknown) => {
    const what = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
    const stack = reason instanceof Error ? (reason.stack ?? '') : '';
    note('rejection', `A promise was rejected and nobody handled it: ${what}`, stack);
  };
  process.on('unhandledRejection', reject);
  process.on('uncaughtException', (error: unknown) => {
    if (error instanceof ExitCalled) return;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    note('rejection', `An error was thrown where nobody could catch it: ${what}`, stack);
  });
}

function note(kind: Violation['kind'], message: string, stack: string): void {
  if (violations.length < 20) violations.push({ kind, message, stack });
}

/** Deep enough to get past a library. */
const FRAMES = 50;

/** The stack, as in `Error.stack`. */
function stackHere(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

/** Whether the first frame that is neither ours nor a library's is in a learner's file. */
function isLearnersCall(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = FRAMES;
  // Files alone: to find the lines in the TypeScript takes a hundred times as long.
  Error.prepareStackTrace = (_error, frames) => frames.map((frame) => frame.getFileName() ?? '');
  const files = new Error().stack as unknown as string[];
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  const file = files.find(
    (one) => one !== '' && !/node_modules|^node:|[\\/]scripts[\\/]grading[\\/]/.test(one),
  );
  return (
    file !== undefined &&
    /[\\/](chapters|solutions)[\\/]\d\d-/.test(file) &&
    !/\.test\.ts$|[\\/]checks[\\/]/.test(file)
  );
}
