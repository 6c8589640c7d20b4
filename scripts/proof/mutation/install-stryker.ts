import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from '../install-package.ts';

/** Stryker has a package of its own here: whoever takes or teaches the course never installs it. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Installs Stryker, unless it is there. Returns the path of its command. */
export function installStryker(): string {
  const command = join(FOLDER, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  if (existsSync(command)) return command;
  installPackage('scripts/proof/mutation', 'StrykerJS', '64 MB');
  return command;
}
