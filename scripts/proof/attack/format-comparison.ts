import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Comparison } from './compare.ts';
import type { Words } from '../../../docs/.vitepress/markdown/attacks.ts';
import { tablesOf } from './tables.ts';

const WIDTH = 80;

/** What the contenders did not answer alike, or all of it, as text for a terminal. */
export function formatComparison(comparison: Comparison, all: boolean): string {
  const { contenders, summary, differences } = tablesOf(comparison, all);
  const groups = differences.map(({ what, who, why, responses }) => {
    const did = responses.map((words, index) => `${contenders[index]} ${shown(words)}`);
    const lines = [`  ${what}`, `    ${who}: ${why}`, `    ${did.join(', ')}`];
    return lines.map(wrapped).join('\n');
  });
  const total = summary.at(-1);
  const outcomes = contenders.map((contender, index) =>
    wrapped(`  ${contender}: ${total?.outcomes[index]?.map(shown).join(', ')}`),
  );
  return `${groups.join('\n')}\n\n${total?.attacks} requests.\n${outcomes.join('\n')}`;
}

function shown({ text, wrong }: Words): string {
  return wrong ? pc.red(`${text} (!)`) : text;
}

/** Wrapped, with each line as far in as the first. */
function wrapped(text: string): string {
  const indent = text.slice(0, text.length - text.trimStart().length);
  return wrapAnsi(text.trimStart(), WIDTH - indent.length).replace(/^/gm, indent);
}
