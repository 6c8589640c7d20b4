import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import {
  type ComparedGroup,
  type Comparison,
  contenders,
  count,
  differs,
  isWrong,
  namesOf,
} from './comparison.ts';

const WIDTH = 80;

/** What the libraries did that chapter 6 does not, or all of it, as text for a terminal. */
export function formatComparison({ bearer }: Comparison, all: boolean): string {
  const sections = bearer.flatMap(({ title, groups }) => {
    const shown = all ? groups : groups.filter(differs);
    return shown.length === 0
      ? []
      : [
          `${pc.bold(title)}\n\n${shown.map((group) => formatGroup(group, all ? Infinity : 8)).join('\n')}`,
        ];
  });
  return `${sections.join('\n\n')}\n\n${formatSummary(bearer.flatMap(({ groups }) => groups))}`;
}

/** One line for each contender: what it did wrong. */
function formatSummary(groups: ComparedGroup[]): string {
  const heads = ['standard', 'our policy', 'answers >= 500', 'good ones refused'];
  const rows = contenders.map((contender) => [
    contender,
    ...[
      count(groups, contender, 'standard', 'accepts'),
      count(groups, contender, 'ours', 'accepts'),
      (['standard', 'ours', 'control'] as const)
        .map((rule) => count(groups, contender, rule, 'breaks'))
        .reduce((sum, each) => sum + each),
      count(groups, contender, 'control', 'refuses'),
    ].map(String),
  ]);
  const line = ([first = '', ...rest]: string[]) =>
    first.padEnd(13) + rest.map((cell, index) => cell.padStart(heads[index]!.length + 2)).join('');
  const total = groups.reduce((sum, { names }) => sum + names.length, 0);
  const controls = groups.filter(({ rule }) => rule === 'control');
  const good = controls.reduce((sum, { names }) => sum + names.length, 0);
  return [
    `${total - good} forged requests and ${good} good ones. Accepted, of those that`,
    `a standard refuses, and that our policy alone refuses:`,
    '',
    line(['', ...heads]),
    ...rows.map(line),
  ].join('\n');
}

function formatGroup(group: ComparedGroup, most: number): string {
  const verdicts = contenders.map((contender) => {
    const verdict = group.verdicts[contender];
    const word = `${contender} ${verdict}`;
    return isWrong(group.rule, verdict) ? pc.red(`${word} (!)`) : word;
  });
  const rule = { standard: 'a standard', ours: 'our policy', control: 'a good one' }[group.rule];
  const lines = [
    `${group.names.length} x ${namesOf(group, most)}`,
    `${rule}: ${group.why}`,
    verdicts.join(', '),
  ];
  return lines
    .map((text, index) => indent(wrapAnsi(text, WIDTH - 4), index === 0 ? '  ' : '    '))
    .join('\n');
}

function indent(text: string, by: string): string {
  return text.replace(/^/gm, by);
}
