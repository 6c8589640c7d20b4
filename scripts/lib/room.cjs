// Loaded before `npm start`. On a full disk Vite can't even read its configuration, and tells that with a
// stack. And when there is no room for what it prints, it would end.
const { rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

/** As many bytes must find room. */
const ROOM = 100_000;

/** Whether the disk that the course is on is full. Whatever else is wrong with it, Vite says. */
function isFull() {
  const probe = join(__dirname, '..', '..', 'docs', '.vitepress', `room-${process.pid}.tmp`);
  try {
    writeFileSync(probe, 'x'.repeat(ROOM));
    return false;
  } catch (error) {
    return /^(ENOSPC|EDQUOT|EFBIG)$/.test(error.code);
  } finally {
    rmSync(probe, { force: true });
  }
}

if (isMainThread && isFull()) {
  console.error(
    'The disk is full, and npm start needs some room: free some space, then try again.',
  );
  process.exit(1);
}

let isTold = false;
process.stdout.on('error', ({ code }) => {
  // Nobody reads it any more.
  if (isTold || code === 'EPIPE') return;
  isTold = true;
  console.error(`What npm start prints can't be written (${code}): it goes on without that.`);
});
process.stderr.on('error', () => {});
