import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../scripts/lib/files.ts';

/**
 * Puts each page a second time where a server without rewriting looks for it: at `guide/` for
 * `guide`. Many servers know no more than that.
 */
export function answerCleanUrls(outDir: string): void {
  for (const file of listFiles(outDir)) {
    if (!file.endsWith('.html') || /(^|\/)(index|404)\.html$/.test(file)) continue;
    const folder = join(outDir, file.replace(/\.html$/, ''));
    mkdirSync(folder, { recursive: true });
    cpSync(join(outDir, file), join(folder, 'index.html'));
  }
}

/** Goes into each of them: the address of a page is the one without the slash. */
export const WITHOUT_SLASH =
  "location.pathname.endsWith('/')&&" +
  "history.replaceState(null,'',location.pathname.slice(0,-1)+location.search+location.hash)";
