import { isAlive } from './is-alive.mjs';

const EVERY = 500;

/**
 * Ends this process when npm, which started it, is gone: ended by a signal, npm tells its shell and
 * nobody else. Without npm around it, a process may outlive whoever started it.
 */
export function endWithNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    // On Windows it keeps the number of a parent that is gone.
    if (process.ppid === parent && isAlive(parent)) return;
    if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(1);
  }, EVERY).unref();
}
