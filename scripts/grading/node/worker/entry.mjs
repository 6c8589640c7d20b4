// Where the process that runs a chapter's checks begins: `node entry.mjs <Vitest's own entry>`.
// Plain JavaScript, for Node loads it without any help.
import { subscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

// SQLite is WebAssembly, and V8 would optimize it on the other cores: that takes longer than the checks
// of a chapter do, and this process is gone before it pays.
setFlagsFromString('--liftoff-only');

// A thread of its own sees when this one hangs, or when the parent is gone: hung code cannot.
const beats = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beats, 0, 1), 100).unref();
const watcher = new Worker(new URL('./watch-thread.mjs', import.meta.url), {
  workerData: { beats, parent: process.ppid },
  execArgv: [],
});
watcher.unref();

// A connection that has had its answer is reset. Closed in peace, it would hold its port for a minute,
// and among thousands of those the system takes long to find a free one for the next request.
subscribe('http.client.response.finish', ({ response }) => {
  const { socket } = response;
  response.once('end', () => socket.resetAndDestroy());
});

// Only now may messages be listened for: what comes before Vitest listens would be lost to it.
await import(process.argv[2]);

// Sent to a process that waits for its first chapter: what most chapters import is loaded already.
process.on('message', async function warmUp(message) {
  if (!message?.warmUp) return;
  process.off('message', warmUp);
  for (const name of message.warmUp) await import(name).catch(() => {});
});
