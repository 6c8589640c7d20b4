import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Refusal } from '../../cli/run-command.ts';

/** autocannon has a package of its own here: whoever takes or teaches the course never installs it. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** A request of a load, and what is to be done with its answer. */
export interface LoadRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Makes the request anew each time. */
  setupRequest?: (request: LoadRequest, context: object) => LoadRequest;
  onResponse: (status: number, body: string, context: object) => void;
}

/** What is asked of autocannon. */
export interface LoadOptions {
  url: string;
  connections: number;
  /** How many requests in all. */
  amount: number;
  requests: LoadRequest[];
}

/** What it tells. */
export interface LoadResult {
  errors: number;
  timeouts: number;
  requests: { total: number; average: number };
}

export type Autocannon = (options: LoadOptions) => PromiseLike<LoadResult>;

/** Installs autocannon, unless it is there, and loads it. */
export async function installAutocannon(): Promise<Autocannon> {
  const main = join(FOLDER, 'node_modules', 'autocannon', 'autocannon.js');
  if (!existsSync(main)) install();
  return ((await import(pathToFileURL(main).href)) as { default: Autocannon }).default;
}

function install(): void {
  console.log('Installing autocannon into scripts/proof/soak/node_modules, once (7 MB).');
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
      'autocannon did not install: see what npm says with npm ci --prefix scripts/proof/soak',
    );
  }
}
