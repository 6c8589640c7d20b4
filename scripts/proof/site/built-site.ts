import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { courseRoot } from '../../course/root.ts';
import { buildSite } from '../../lib/build-site.ts';
import { listFiles } from '../../lib/files.ts';
import { serveFolder } from '../../lib/static-server.ts';

/** Somewhere that is not the root, so that a link which forgets it is a dead one. */
const BASE = '/cairn/';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built site: its address, which ends with a slash, and its pages' paths below it. */
    site: { url: string; pages: string[] };
  }
}

/** Builds the site, serves it on loopback as a plain web server would, and ends that again. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-site-'));
  const env = { SITE_BASE: BASE, SITE_URL: 'https://example.org' };
  const { code, output } = await buildSite(courseRoot, folder, env);
  if (code !== 0) throw new Error(`The site was not built:\n${output}`);
  const server = await serveFolder(folder, BASE);
  project.provide('site', { url: server.url, pages: pagesIn(folder) });
  return () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Every page, as its path below the site's address: `chapters/03-authenticator`. */
function pagesIn(folder: string): string[] {
  const pages = new Set(
    listFiles(folder).filter((file) => file.endsWith('.html') && file !== '404.html'),
  );
  // Each but an index is there a second time, for servers that know no clean addresses.
  for (const page of pages) pages.delete(page.replace(/\.html$/, '/index.html'));
  return [...pages].map((file) => file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, ''));
}
