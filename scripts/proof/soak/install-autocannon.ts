import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installPackage } from '../install-package.ts';

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
  if (!existsSync(main)) installPackage('scripts/proof/soak', 'autocannon', '7 MB');
  return ((await import(pathToFileURL(main).href)) as { default: Autocannon }).default;
}
