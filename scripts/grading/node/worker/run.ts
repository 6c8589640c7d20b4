import os from 'node:os';
import { setCheckHost } from '../../check/host.ts';
import { type ChecksToRun, runChecks } from '../../run-checks.ts';
import { closeListeners, watchNode } from './node-guards.ts';

// Kept before any learner's code runs.
const { loadavg } = os;
const cpuUsage = process.cpuUsage.bind(process);
/** With so much to do for each of its processors, a machine may keep anybody waiting. */
const BUSY = 2 * os.availableParallelism();

/**
 * Runs checks in this process.
 *
 * @param lockDown called when the checks are loaded, before any of the learner's code is
 */
export async function runHere(checks: ChecksToRun, lockDown?: () => void): Promise<void> {
  setCheckHost({
    report: checks.report,
    workDone() {
      const { user, system } = cpuUsage();
      return (user + system) / 1000;
    },
    // Of the last minute. Windows doesn't tell.
    isBusy: () => (loadavg()[0] ?? 0) > BUSY,
    watch() {
      watchNode();
      lockDown?.();
    },
    settle: closeListeners,
  });
  await runChecks(checks);
}
