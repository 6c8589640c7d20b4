import { spawn } from 'node:child_process';
import { courseRoot } from '../course/root.ts';
import type { Figure } from './figure.ts';

/** What `npm test` may take on two cores, in milliseconds. */
const ALLOWED = 8 * 60_000;

/** The time that `npm test` takes, against what it may take. */
export async function testTime(): Promise<Figure> {
  const started = performance.now();
  const child = spawn('npm', ['test'], { cwd: courseRoot, stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`npm test ended with ${String(code)}.`);
  return {
    what: 'npm test',
    against: 'eight minutes, on two cores',
    unit: 'ms',
    ours: [performance.now() - started],
    theirs: [ALLOWED],
    goal: { most: 1 },
  };
}
