import { spawnSync } from 'node:child_process';
import { bareVitest, ourCommand } from './command.ts';
import type { Figure } from './figure.ts';

/** The time from a command to its end: `npm run grade N`, and Vitest on the same file. */
export function coldGrade(root: string, chapter: number, testFile: string, runs: number): Figure {
  const ours: number[] = [];
  const bare: number[] = [];
  // The first of each warms the disk.
  for (let run = 0; run <= runs; run += 1) {
    const times = [
      time(root, ourCommand(root, 'grade', [String(chapter)])),
      time(root, bareVitest(['run', testFile])),
    ];
    if (run === 0) continue;
    ours.push(times[0] ?? 0);
    bare.push(times[1] ?? 0);
  }
  const what = `npm run grade ${chapter}, cold`;
  return { what, against: 'vitest run on the same file', ours, bare, hold: 1.3 };
}

function time(root: string, args: string[]): number {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0 && status !== 1)
    throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}`);
  return performance.now() - started;
}
