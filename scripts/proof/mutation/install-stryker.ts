import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../../cli/run-command.ts';

/** Stryker has a package of its own here: whoever takes or teaches the course never installs it. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Installs Stryker, unless it is there. Returns the path of its command. */
export function installStryker(): string {
  const command = join(FOLDER, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  if (existsSync(command)) return command;
  console.log('Installing StrykerJS into scripts/proof/mutation/node_modules, once (64 MB).');
  // What npm tells a script of its own settings is about the course's folder.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')),
  );
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: FOLDER,
    env,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    throw new Refusal(
      'StrykerJS did not install: see what npm says with npm ci --prefix scripts/proof/mutation',
    );
  }
  return command;
}
