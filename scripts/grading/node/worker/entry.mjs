// The process that runs checks: `node entry.mjs ROOT SOURCE TRUST`. It takes orders from file descriptor 3,
// and reports on 4, a line of JSON each. Plain JavaScript, for Node loads it without any help.
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Linker, mapStacks } from './linker.mjs';

const [root, source, trust] = process.argv.slice(2);
const untrusted = trust === 'untrusted';
// Learner's code sees a process that nobody has told anything.
process.argv.length = 1;

// SQLite is WebAssembly, and V8 would optimize it on the other cores: that takes longer than the checks
// of a chapter do, and this process is gone before it pays.
setFlagsFromString('--liftoff-only');

// A thread of its own sees when this one hangs, or when the parent is gone: hung code cannot.
const beats = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beats, 0, 1), 100).unref();
const watcher = new Worker(new URL('./watch-thread.mjs', import.meta.url), {
  // Where nothing but a chapter's own needs is permitted, no thread may inspect another.
  workerData: { beats, parent: process.ppid, inspects: !untrusted },
  execArgv: [],
});
watcher.unref();

// A connection that has had its answer is reset. Closed in peace, it would hold its port for a minute,
// and among thousands of those the system takes long to find a free one for the next request.
subscribe('http.client.response.finish', ({ response }) => {
  const { socket } = response;
  response.once('end', () => socket.resetAndDestroy());
});

mapStacks();

// Kept before any learner's code runs.
const { parse, stringify } = JSON;
const exit = process.reallyExit.bind(process);
// Not the import itself: `syncBuiltinESMExports` would replace that.
const write = writeSync;
/** Packages that most chapters import: loaded while this process waits for its first order. */
const USUAL = [
  'express',
  'supertest',
  'jsonwebtoken',
  'jose',
  'zod',
  'node-sqlite3-wasm',
  '@vitest/runner',
  '@vitest/expect',
];

/** Only for code that may want a better grade than it deserves. */
const distrust = untrusted ? import('./distrust.mjs') : {};

async function warmUp({ files }) {
  for (const name of USUAL) await import(name).catch(() => {});
  await new Linker(root, source).prepare(files).catch(() => {});
}

async function run({ token, files, only, texts }) {
  // A line without the token is not from here. Nor is what stands before it, without an end.
  const report = (event) => write(4, `\n${token} ${stringify(event)}\n`);
  const { refusalOf, lockDown } = await distrust;
  const linker = new Linker(root, source, { refusalOf, texts });
  try {
    const { runHere } = await linker.load('./scripts/grading/node/worker/run.ts');
    const load = (file) => linker.load(`./${file}`);
    await runHere({ files, only, load, report }, lockDown);
  } catch (error) {
    report({ type: 'stray', errors: [{ message: String(error), stack: error?.stack }] });
  }
  report({ type: 'done', digests: linker.digests });
}

const orders = createInterface({ input: new Socket({ fd: 3, readable: true }) });
// The parent is gone.
orders.once('close', () => exit(0));
for await (const line of orders) {
  const order = parse(line);
  await (order.kind === 'run' ? run(order) : warmUp(order));
}
