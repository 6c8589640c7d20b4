import { structuredPatch } from 'diff';
import pc from 'picocolors';
import { printable } from '../../lib/quote.ts';

/**
 * Prints how one text becomes another, as a unified diff. Lines that go begin with `-`, lines that
 * come with `+`: colour only repeats it.
 *
 * @returns false, and prints nothing, when both are the same
 */
export function printPatch(before: string, after: string): boolean {
  const [old, now] = [before, after].map((text) => printable(endLine(text))) as [string, string];
  const { hunks } = structuredPatch('', '', old, now, '', '', { context: 2 });
  for (const [index, { lines }] of hunks.entries()) {
    if (index > 0) console.log(pc.dim('  …'));
    for (const line of lines) {
      if (line.startsWith('\\')) continue;
      if (line.startsWith('-')) console.log(pc.red(line));
      else console.log(line.startsWith('+') ? pc.green(line) : pc.dim(line));
    }
  }
  return hunks.length > 0;
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
