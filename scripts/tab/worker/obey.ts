import engine from 'cairn:engine';
import type { ChecksToRun } from '../../grading/run-checks.ts';
import { closeListening, Server } from '../node/net.ts';
import process, { printTo } from '../node/process.ts';
import { endTimers, setImmediate } from '../node/timers.ts';
import { prepareArgon2 } from '../substitutes/argon2.ts';
import { Linker } from './linker.ts';
import type { CompiledWasm, GradeOrder, News, Order } from './orders.ts';
import { closeDatabases } from './packages.ts';
import { mapStacks } from './stacks.ts';
import { watchTurns } from './turns.ts';

/** What a run prints, at most; its own reader keeps less. */
const MOST_PRINTED = 100_000;

/** As it is before a run watches it. */
const { listen } = Server.prototype;

let tell: (news: News) => void = () => {};
let room = 0;

/** Loads what is needed before the first order. */
export async function makeReady(
  { argon2 }: CompiledWasm,
  told: (news: News) => void,
): Promise<void> {
  tell = told;
  await prepareArgon2(argon2);
  printTo(print);
  watchEnds();
  watchTurns(tell);
  mapStacks();
  // What every check needs is linked, and its code has run once.
  const check = await new Linker(engine, 'solutions').load('scripts/grading/check/index.ts');
  void (check as { makeWorld?: () => unknown }).makeWorld?.();
  closeDatabases();
}

export async function obey(order: Order): Promise<void> {
  room = MOST_PRINTED;
  if (order.kind === 'grade') return grade(order);
  const { answer, serve } = await import('./serve.ts');
  return order.kind === 'serve' ? serve(order, tell) : answer(order, tell);
}

async function grade({ modules, source, files, only }: GradeOrder): Promise<void> {
  const linker = new Linker({ ...modules, ...engine }, source);
  const report: ChecksToRun['report'] = (event) => tell({ kind: 'event', event });
  let isSpoiled = false;
  try {
    const run = (await linker.load('scripts/grading/node/worker/run.ts')) as {
      runHere: (checks: ChecksToRun) => Promise<void>;
    };
    await run.runHere({
      files,
      only,
      load: (file) => linker.load(file),
      report: (event) => {
        // What it has done to this worker isn't known: a check that failed halfway may have left a
        // request without its answer.
        if (event.type === 'stray') isSpoiled = true;
        if (event.type === 'finished' && event.result.fault) {
          isSpoiled ||= !/^(unwritten|blocked)$/.test(event.result.fault.kind);
        }
        report(event);
      },
    });
  } catch (error) {
    isSpoiled = true;
    const { stack } = error as Error;
    report({ type: 'stray', errors: [{ message: String(error), ...(stack && { stack }) }] });
  }
  report({ type: 'done', digests: {} });
  endTimers();
  closeListening();
  await new Promise((resolve) => setImmediate(() => resolve(undefined)));
  closeDatabases();
  process.removeAllListeners();
  Server.prototype.listen = listen;
  tell({ kind: 'graded', isSpoiled });
}

function print(text: string): void {
  if (room <= 0) return;
  tell({ kind: 'printed', text: text.slice(0, room) });
  room -= text.length;
}

/** Code that ends its process in Node ends its worker here. */
function watchEnds(): void {
  const close = self.close.bind(self);
  const end = (how: string) => {
    tell({ kind: 'ended', how });
    close();
  };
  process.kill = (_pid?: number, signal: unknown = 'SIGTERM') => end(String(signal));
  self.close = () => end('close()');
}
