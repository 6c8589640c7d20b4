import argon2Url from 'argon2id/dist/simd.wasm?url';
import sqliteUrl from 'node-sqlite3-wasm/dist/node-sqlite3-wasm.wasm?url';
import type { CompiledWasm } from '../worker/orders.ts';
import { TabWorker } from './tab-worker.ts';

/** After so many runs a worker is replaced: what they leave behind adds up. */
const MOST_RUNS = 10;

/** The workers: one in use, and one that is ready to take its place. */
export class Workers {
  /** Compiled once: what the engine has made of it serves every worker. */
  readonly #wasm: Promise<CompiledWasm>;
  #current: TabWorker | undefined;
  #spare: TabWorker | undefined;

  constructor() {
    this.#wasm = compileAll();
    this.#wasm.catch(() => {});
  }

  /** One that nothing runs in. A run may have been in it before, if that did it no harm. */
  take(): TabWorker {
    const current = this.#current;
    if (current?.isUsable && current.runs < MOST_RUNS) return current;
    if (current && !current.isGone) current.end();
    this.#current = this.takeFresh();
    return this.#current;
  }

  /** One that no code of a learner's has been in, and that is the caller's to end. */
  takeFresh(): TabWorker {
    const spare = this.#spare?.isGone === false ? this.#spare : this.#start();
    this.#spare = undefined;
    return spare;
  }

  /** Gets one ready that can take over at once. */
  keepSpare(): Promise<void> {
    if (this.#spare === undefined || this.#spare.isGone) this.#spare = this.#start();
    return this.#spare.ready;
  }

  close(): void {
    this.#current?.end();
    this.#spare?.end();
  }

  #start(): TabWorker {
    return new TabWorker(this.#wasm);
  }
}

async function compileAll(): Promise<CompiledWasm> {
  const [sqlite, argon2] = await Promise.all([compileAt(sqliteUrl), compileAt(argon2Url)]);
  return { sqlite, argon2 };
}

/** Not as it streams in: for that the server would have to name its type. */
async function compileAt(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} was not found (${response.status}).`);
  return WebAssembly.compile(await response.arrayBuffer());
}
