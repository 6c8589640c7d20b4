import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vitepress';
import { listFiles } from '../../course/files.ts';
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

/** The site, built and served on loopback as a plain web server would. To be closed. */
export class BuiltSite {
  readonly folder: string;
  readonly url: string;
  readonly #server: Server;

  private constructor(folder: string, server: Server) {
    this.folder = folder;
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
  }

  static async open(): Promise<BuiltSite> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-site-'));
    process.env['SITE_BASE'] = BASE;
    process.env['SITE_URL'] = 'https://example.org';
    await build(join(courseRoot, 'docs'), { outDir: folder });
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
    return new BuiltSite(folder, server);
  }

  /** Every page, as its path below the site's address: `chapters/03-authenticator`. */
  get pages(): string[] {
    return listFiles(this.folder)
      .filter((file) => file.endsWith('.html') && file !== '404.html')
      .map((file) => file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, ''));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function fileFor(folder: string, path: string): string | undefined {
  const file = join(folder, decodeURIComponent(path));
  return [file, `${file}.html`, join(file, 'index.html')].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );
}
