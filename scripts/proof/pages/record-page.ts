import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/files.ts';
import { courseRoot } from '../../course/root.ts';
import type { Drift } from './replay-page.ts';

/** Puts what came in the place of what a page shows, where that has drifted. */
export function recordPage(slug: string, drifts: Drift[]): void {
  const file = join(courseRoot, 'docs', 'chapters', `${slug}.md`);
  const lines = readFileSync(file, 'utf8').split('\n');
  // From the last to the first, so that the places of those above stay right.
  for (const { line, shown, came } of drifts.toReversed()) {
    const lang = /^```(\w+)/.exec(lines[line - 1] ?? '')?.[1] ?? '';
    lines.splice(line, shown.split('\n').length, ...asAnswer(lang, shown, came).split('\n'));
  }
  writeFileAtomic(file, lines.join('\n'));
}

function asAnswer(lang: string, shown: string, came: string): string {
  const text = came.replaceAll('\r', '').trim();
  if (lang === 'json') return pretty(text.slice(text.lastIndexOf('\n\n') + 1).trim());
  // Of a grade, the report; what follows tells each failure in full, for pages to choose from.
  if (lang !== 'http') return text.split(/\n(?=Chapter \d+ ·)/)[0] ?? '';
  // Of the headers, those that the page had chosen to show.
  const [head = '', ...body] = text.split('\n\n');
  const [status = '', ...headers] = head.split('\n');
  const chosen = headers.filter((header) =>
    new RegExp(`^${header.slice(0, header.indexOf(':'))}:`, 'im').test(shown),
  );
  return [status, ...chosen, ...(body.length > 0 ? ['', ...body] : [])].join('\n');
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
