// Watches the main thread of the process it lives in. See entry.mjs.
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { isAlive } from '../../../lib/is-alive.mjs';

const { beats, parent, inspects } = workerData;
const INTERVAL = 250;
/** So many intervals the main thread may go without a turn of its event loop: four seconds. */
const PATIENCE = 16;
/** More than this, in bytes, is too much: the limit of the heap does not count what is outside. */
const MEMORY = 1_000_000_000;
/** The pipe that check-process.ts reads. The main thread's own is of no use when that hangs. */
const TELL = 5;

let last = 0;
/** Counted, and not measured: a laptop that has slept did not hang. */
let still = 0;
let told = false;

setInterval(() => {
  // On Windows `process.ppid` keeps the number of a parent that is gone.
  if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, 'SIGKILL');
  if (process.memoryUsage.rss() > MEMORY) {
    tell({ memory: true });
    process.kill(process.pid, 'SIGKILL');
  }
  const now = Atomics.load(beats, 0);
  if (now !== last) {
    last = now;
    still = 0;
    told = false;
  } else if ((still += 1) > PATIENCE && !told) {
    told = true;
    if (inspects) tellWhere();
    else tell({ hangs: '' });
  }
}, INTERVAL);

/** Halts the main thread where it is, and asks it for its stack: source maps and all. */
function tellWhere() {
  const session = new Session();
  const giveUp = setTimeout(() => tell({ hangs: '' }), 1_000);
  session.connectToMainThread();
  session.on('Debugger.paused', ({ params }) => {
    const { callFrameId } = params.callFrames[0];
    const expression = 'Error.stackTraceLimit = 50, new Error().stack';
    session.post('Debugger.evaluateOnCallFrame', { callFrameId, expression }, (_error, answer) => {
      clearTimeout(giveUp);
      tell({ hangs: String(answer?.result?.value ?? '') });
    });
  });
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}

function tell(trouble) {
  writeSync(TELL, `${JSON.stringify(trouble)}\n`);
}
