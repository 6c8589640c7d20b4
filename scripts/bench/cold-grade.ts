import { spawnSync } from 'node:child_process';
import { bareVitest, ourCommand } from './command.ts';
import type { Figure } from './figure.ts';

/** The time from a command to its end: `npm run grade N`, and Vitest on the same checks. */
export function coldGrade(root: string, chapter: number, checks: string, runs: number): Figure {
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first of each warms the disk.
  for (let run = 0; run <= runs; run += 1) {
    const times = [
      time(root, ourCommand(root, 'grade', [String(chapter)])),
      time(root, bareVitest(['run', checks])),
    ];
    if (run === 0) continue;
    ours.push(times[0] ?? 0);
    theirs.push(times[1] ?? 0);
  }
  const what = `npm run grade ${chapter}, cold`;
  const against = 'vitest run on the same checks';
  return { what, against, unit: 'ms', ours, theirs, goal: { most: 0.6 } };
}

function time(root: string, args: string[]): number {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0 && status !== 1)
    throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}`);
  return performance.now() - started;
}
