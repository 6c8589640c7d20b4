import { ChildProcess } from 'node:child_process';
import { Server } from 'node:net';
import { isLearnersCall, note, stackHere } from '../../check/guards.ts';
import { describe, stackOf } from '../../told.ts';

/** `process.exit` was called: thrown, since the caller must not go on. */
class ExitCalled extends Error {
  readonly code = 'EXIT_CALLED';
}

// Kept before any learner's code runs.
const { setTimeout } = globalThis;

let listening: { server: Server; stack: string }[] = [];

/** Notices when learner's code ends the process, leaves a server listening, or a rejection unhandled. */
export function watchNode(): void {
  watchListeners();
  watchProcess();
  keepChildren();
}

/** A process that learner's code starts ends with the grade: detached, it would be left behind. */
function keepChildren(): void {
  const prototype = ChildProcess.prototype as unknown as { spawn: (options: object) => unknown };
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options: object) {
    return Reflect.apply(spawn, this, [{ ...options, detached: false }]);
  };
}

function watchListeners(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    if (isLearnersCall()) listening.push({ server: this, stack: stackHere() });
    return Reflect.apply(listen, this, args) as Server;
  } as typeof listen;
}

/** Closes the servers that learner's code started and didn't close, and notes each. */
export async function closeListeners(): Promise<void> {
  const started = listening;
  listening = [];
  for (const { server, stack } of started) {
    // A port may still be on its way: `listen` answers on a later turn.
    if (!server.listening) await new Promise<void>((resolve) => setTimeout(resolve, 20));
    if (!server.listening) continue;
    server.close();
    note(
      'listener',
      'This starts a server and leaves it listening. An app is handed to whoever serves it; it does not listen itself.',
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
  process.on('unhandledRejection', (reason) => {
    note(
      'rejection',
      `A promise was rejected and nobody handled it: ${describe(reason)}`,
      stackOf(reason),
    );
  });
  process.on('uncaughtException', (error: unknown) => {
    if (error instanceof ExitCalled) return;
    note(
      'rejection',
      `An error was thrown where nobody could catch it: ${describe(error)}`,
      stackOf(error),
    );
  });
}
