import { checkHost } from './host.ts';

/** Something that learner's code did to the process it shares with the checks. */
export interface Violation {
  kind: 'exit' | 'global' | 'listener' | 'rejection';
  message: string;
  /** As in `Error.stack`: where it was done. */
  stack: string;
}

// Kept before any learner's code runs.
const { setImmediate } = globalThis;
const { defineProperty, getOwnPropertyDescriptor } = Object;
const { deleteProperty, ownKeys } = Reflect;

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
  [Map.prototype, 'Map.prototype'],
  [Set.prototype, 'Set.prototype'],
];

let violations: Violation[] = [];
let watching = false;
const snapshots: Snapshot[] = [];

/** How a prototype was before learner's code ran. */
interface Snapshot {
  prototype: object;
  name: string;
  keys: PropertyKey[];
  found: (PropertyDescriptor | undefined)[];
}

/**
 * From now on, learner's code that replaces what it shares with the checks is noticed, and so is
 * what the host looks out for: a server left listening, an end of the process, a rejection that
 * nobody handles. May be called again.
 */
export function watchGlobals(): void {
  if (watching) return;
  watching = true;
  for (const [owner, ownerName, keys] of SHARED) {
    for (const key of keys)
      trap(owner, key, ownerName === 'globalThis' ? key : `${ownerName}.${key}`);
  }
  checkHost().watch();
  for (const [prototype, name] of PROTOTYPES) {
    const keys = ownKeys(prototype);
    const found = keys.map((key) => getOwnPropertyDescriptor(prototype, key));
    snapshots.push({ prototype, name, keys, found });
  }
}

/** What was done since this was last called, after things in flight had a moment to land. */
export async function takeViolations(): Promise<Violation[]> {
  mendPrototypes();
  // A rejection that nobody handles is reported after the microtasks that follow it.
  await new Promise<void>((resolve) => setImmediate(resolve));
  await checkHost().settle();
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

/**
 * Puts the prototypes back as they were. What it is written with works even where nothing that they
 * have does: no `for … of`, no method of an array, no `Map`.
 */
function mendPrototypes(): void {
  for (let at = 0; at < snapshots.length; at += 1) mend(snapshots[at]!);
}

function mend({ prototype, name, keys, found }: Snapshot): void {
  const now = ownKeys(prototype);
  const isSame = (one?: PropertyDescriptor, other?: PropertyDescriptor) =>
    one?.value === other?.value && one?.get === other?.get;
  let isChanged = now.length !== keys.length;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at]!;
    const before = found[at]!;
    if (isSame(before, getOwnPropertyDescriptor(prototype, key))) continue;
    isChanged = true;
    noteChange(name, key);
    defineProperty(prototype, key, before);
  }
  for (let at = 0; isChanged && at < now.length; at += 1) {
    let isKnown = false;
    for (let one = 0; one < keys.length; one += 1) isKnown ||= keys[one] === now[at];
    if (isKnown) continue;
    noteChange(name, now[at]!);
    deleteProperty(prototype, now[at]!);
  }
}

function noteChange(prototype: string, key: PropertyKey): void {
  const name = typeof key === 'symbol' ? `[${String(key.description)}]` : `.${String(key)}`;
  note('global', `Something changed ${prototype}${name}, which everything shares.`, '');
}

/** Notes what learner's code did.
 *
 * @param stack as in `Error.stack`: where it was done
 */
export function note(kind: Violation['kind'], message: string, stack: string): void {
  // Not by `push`: that may be what was replaced.
  if (violations.length < 20) violations[violations.length] = { kind, message, stack };
}

/** Deep enough to get past a library. */
const FRAMES = 50;

/** The stack, as in `Error.stack`. */
export function stackHere(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

/** Whether the first frame that is neither ours nor a library's is in a learner's file. */
export function isLearnersCall(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = FRAMES;
  // Files alone: to find the lines in the TypeScript takes a hundred times as long.
  Error.prepareStackTrace = (_error, frames) => frames.map(fileOf);
  const files = new Error().stack as unknown as string[];
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  const file = files.find(
    (one) => one !== '' && !/node_modules|^(node|https?):|[\\/]scripts[\\/]grading[\\/]/.test(one),
  );
  return (
    file !== undefined &&
    /[\\/](chapters|solutions)[\\/]\d\d-/.test(file) &&
    !/\.test\.ts$|[\\/]checks[\\/]/.test(file)
  );
}

/** In a browser the course's code is evaluated, and has a name that it gave itself. */
function fileOf(frame: NodeJS.CallSite): string {
  return frame.getScriptNameOrSourceURL?.() || (frame.getFileName() ?? '');
}
