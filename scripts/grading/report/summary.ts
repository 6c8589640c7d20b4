import { describeHandedIn } from './handed-in.ts';
import type { Score } from './score.ts';

/** The score as Markdown, for a CI's job summary: a row a chapter, and what to mend first in each. */
export function toSummary({ points, max, chapters, handedIn }: Score): string {
  const rows = chapters.map(({ chapter, title, points, max, status, checks }) => {
    const failed = checks.find(({ passed }) => !passed);
    const first = status === 'passed' ? '' : `${failed?.task ?? ''} ${failed?.title ?? status}`;
    return `| ${chapter} | ${cell(title)} | ${points} of ${max} | ${status} | ${cell(first.trim())} |`;
  });
  return [
    `## Cairn: ${points} of ${max} points`,
    '',
    '| | chapter | points | status | first to mend |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(handedIn ? ['', ...describeHandedIn(handedIn).map((line) => `- ${cell(line)}`)] : []),
    '',
  ].join('\n');
}

/** What a cell may hold: no bars, no tags, no line breaks. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ');
}
