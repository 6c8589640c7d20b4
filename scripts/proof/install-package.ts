import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { courseRoot } from '../course/root.ts';
import { Refusal } from '../cli/helpers/run-command.ts';

/**
 * Installs what a folder's own package names, for a tool that whoever takes or teaches the course
 * never needs. Says so in one line.
 *
 * @param folder from the course's folder: `scripts/proof/mutation`
 * @param name what it is called, and how large it is: `StrykerJS`, `64 MB`
 * @throws Refusal when npm does not install it
 */
export function installPackage(folder: string, name: string, size: string): void {
  console.log(`Installing ${name} into ${folder}/node_modules, once (${size}).`);
  // What npm tells a script of its own settings is about the course's folder.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')),
  );
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: join(courseRoot, folder),
    env,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    throw new Refusal(`${name} did not install: see what npm says with npm ci --prefix ${folder}`);
  }
}
