import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { briefOf, listChapters } from './chapters.ts';
import type { CourseFile } from './course-file.ts';

const BEGIN = '<!-- chapters: written by npm run starters -->';
const END = '<!-- /chapters -->';

/**
 * The README with its table of chapters, which says what each chapter's brief says.
 *
 * @returns undefined where there is no README, or no place for the table in it
 */
export function readmeWithChapters(root: string): CourseFile | undefined {
  const path = 'README.md';
  let text: string;
  try {
    text = readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) return undefined;
  const table = alignTable([
    ['#', 'folder', 'at the end you can', 'minutes'],
    ...listChapters(root).map(({ number, slug }) => {
      const { summary, minutes } = briefOf(root, slug);
      return [String(number), `\`chapters/${slug}\``, summary, String(minutes)];
    }),
  ]);
  return { path, text: `${text.slice(0, start)}${BEGIN}\n\n${table}\n\n${text.slice(end)}` };
}

/** A Markdown table whose columns stand below each other, as Prettier leaves it. */
function alignTable([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(head), rule, ...rows.map(line)].join('\n');
}
