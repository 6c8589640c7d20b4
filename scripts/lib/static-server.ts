import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { isFile } from './files.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** A folder that is served on loopback. To be closed. */
export interface StaticServer {
  /** Ends with a slash. */
  url: string;
  /** How many bytes it has sent, without headers. */
  sent: () => number;
  close: () => void;
}

/**
 * Serves a folder as the plainest web server does: of a folder its `index.html`, and else a file or
 * nothing. `guide` is not `guide.html`.
 *
 * @param base the path that it is served below: `/cairn/`
 */
export async function serveFolder(folder: string, base = '/'): Promise<StaticServer> {
  let sent = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const isBelow = pathname.startsWith(base);
    const wanted = join(folder, decodeURIComponent(pathname.slice(base.length)));
    const isFolder = pathname.endsWith('/');
    if (isBelow && !isFolder && existsSync(wanted) && !isFile(wanted)) {
      response.writeHead(301, { location: `${pathname}/` }).end();
      return;
    }
    const found = isFolder ? join(wanted, 'index.html') : wanted;
    const isFound = isBelow && isFile(found);
    const file = isFound ? found : join(folder, '404.html');
    response.statusCode = isFound ? 200 : 404;
    if (!isFile(file)) return void response.end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    sent += statSync(file).size;
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    sent: () => sent,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
