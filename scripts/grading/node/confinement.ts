import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/** How a process is started that runs code which may want a better grade than it deserves. */
export interface Confinement {
  flags: string[];
  entry: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Confines a process to a copy of the course: it reads that and the packages, writes no file,
 * starts no process, inspects nothing, and can't run a string as code. It knows no secret of the
 * machine's: the environment is empty but for what Node needs.
 *
 * @param root the copy, which has the worker's own code too
 */
export function confinement(root: string): Confinement {
  const known = (flag: string) => process.allowedNodeEnvironmentFlags.has(flag);
  const readable = [root, realpathSync(join(root, 'node_modules'))];
  return {
    flags: [
      // Node 20 knows it under its first name, and Node 25 asks for the network, too.
      known('--permission') ? '--permission' : '--experimental-permission',
      ...readable.map((folder) => `--allow-fs-read=${join(folder, '*')}`),
      // Argon2 is one, and the thread that notices when this one hangs is the other.
      ...['--allow-addons', '--allow-worker', '--allow-net'].filter(known),
      '--disallow-code-generation-from-strings',
    ],
    entry: join(root, 'scripts', 'grading', 'node', 'worker', 'entry.mjs'),
    env: Object.fromEntries(NEEDED.map((name) => [name, process.env[name]])),
  };
}

/** By the system: Windows starts nothing without the first two. */
const NEEDED = ['SystemRoot', 'PATH', 'TZ'];
