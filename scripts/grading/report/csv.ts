import type { Score } from './score.ts';

const COLUMNS = ['chapter', 'slug', 'status', 'task', 'check', 'title', 'points', 'max', 'passed'];

/** The score as CSV (RFC 4180): a row a check; for a teacher's spreadsheet. */
export function toCsv({ chapters }: Score): string {
  const rows = chapters.flatMap(({ chapter, slug, status, checks }) =>
    checks.map(({ task, id, title, points, max, passed }) => [
      chapter,
      slug,
      status,
      task,
      id,
      title,
      points,
      max,
      passed ? 'yes' : 'no',
    ]),
  );
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** A leading `=`, `+`, `-` or `@` would be a formula to a spreadsheet. */
function field(value: string | number): string {
  const text = String(value).replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
