import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { courseRoot } from '../course/root.ts';
import { makeScratch } from '../course/scratch.ts';
import { buildSite } from '../lib/build-site.ts';
import type { Figure } from './figure.ts';

/**
 * The JavaScript that a chapter's page loads before anyone touches a widget, in bytes with gzip:
 * ours, and that of the same Markdown on VitePress's own theme.
 */
export async function pageWeight(slug: string): Promise<Figure> {
  const scratch = makeScratch(courseRoot, { docs: true });
  try {
    const weigh = async () => {
      const folder = join(scratch.root, 'site');
      const { code, output } = await buildSite(scratch.root, folder);
      if (code !== 0) throw new Error(`The site does not build:\n${output}`);
      return scriptsOf(folder, `chapters/${slug}.html`);
    };
    const ours = [await weigh()];
    rmSync(join(scratch.root, 'docs', '.vitepress', 'theme'), { recursive: true });
    return {
      what: `JavaScript of the page of ${slug}, gzip`,
      against: 'the same Markdown on the default theme',
      unit: 'bytes',
      ours,
      theirs: [await weigh()],
      goal: { most: 1.15 },
    };
  } finally {
    scratch.remove();
  }
}

/** What a page's HTML has loaded: its scripts, and the modules that it preloads for them. */
function scriptsOf(folder: string, page: string): number {
  const html = readFileSync(join(folder, page), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file = '']) => file);
  return [...new Set(files)]
    .map((file) => gzipSync(readFileSync(join(folder, file))).length)
    .reduce((sum, each) => sum + each, 0);
}
