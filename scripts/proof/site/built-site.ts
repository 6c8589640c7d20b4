import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { listFiles } from '../../lib/files.ts';
import { courseRoot } from '../../course/root.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Somewhere that is not the root, so that a link which forgets it is a dead one. */
const BASE = '/cairn/';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built site: its address, which ends with a slash, and its pages' paths below it. */
    site: { url: string; pages: string[] };
  }
}

/** Builds the site of a course: in a process of its own, for VitePress keeps things between builds. */
export async function buildSite(
  root: string,
  outDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> {
  const vitepress = join('node_modules', 'vitepress', 'bin', 'vitepress.js');
  const args = [vitepress, 'build', 'docs', '--outDir', outDir];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** Builds the site, serves it on loopback as a plain web server would, and ends that again. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-site-'));
  const env = { SITE_BASE: BASE, SITE_URL: 'https://example.org' };
  const { code, output } = await buildSite(courseRoot, folder, env);
  if (code !== 0) throw new Error(`The site was not built:\n${output}`);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const file = pathname.startsWith(BASE)
      ? fileFor(folder, pathname.slice(BASE.length))
      : undefined;
    response.statusCode = file === undefined ? 404 : 200;
    const path = file ?? join(folder, '404.html');
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
  project.provide('site', { url, pages: pagesIn(folder) });
  return () => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Every page, as its path below the site's address: `chapters/03-authenticator`. */
function pagesIn(folder: string): string[] {
  return listFiles(folder)
    .filter((file) => file.endsWith('.html') && file !== '404.html')
    .map((file) => file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, ''));
}

function fileFor(folder: string, path: string): string | undefined {
  const file = join(folder, decodeURIComponent(path));
  return [file, `${file}.html`, join(file, 'index.html')].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );
}
