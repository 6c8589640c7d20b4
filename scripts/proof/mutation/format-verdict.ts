import { basename } from 'node:path';
import pc from 'picocolors';
import { wrap } from '../../lib/wrap.ts';
import type { Mutant } from './mutant.ts';
import type { Subject } from './subjects.ts';
import type { Verdict } from './verdict.ts';

const WIDTH = 80;

/** What `npm run mutation` prints of a subject: its score, every survivor, and what is to do. */
export function formatVerdict(subject: Subject, verdict: Verdict): string {
  const { mutants, killed, timedOut, survived, score, excused, loose, others, stale } = verdict;
  const lines = [
    pc.bold(subject.title),
    `${mutants} mutants: ${killed} killed, ${timedOut} timed out, ${survived} survived. Score ${score.toFixed(1)} %`,
  ];
  const say = (text: string, indent = 0) => lines.push(wrap(text, indent, WIDTH));

  for (const { reason, mutants } of excused) {
    lines.push('', ...mutants.flatMap(shown));
    say(`${pc.green('equivalent:')} ${reason}`, 4);
  }
  for (const mutant of loose) {
    lines.push('', ...shown(mutant), `    ${pc.red('survived')}, and nothing says why`);
  }
  if (others.length > 0) {
    lines.push('');
    say(
      `${others.length} others, which change what is told and not what passes: ${tally(others)}`,
      2,
    );
  }
  for (const { file, mutator, from, to } of stale) {
    lines.push('', ...shown({ file, mutator, from, to }));
    lines.push(`    ${pc.red('listed as equivalent')}, and does not survive`);
  }

  if (subject.wanted !== undefined && score < subject.wanted) {
    lines.push('');
    say(`${pc.red('Too few:')} the checks are to notice ${subject.wanted} % of the mutants.`);
  }
  if (loose.length > 0) {
    lines.push('');
    say(
      `A survivor is to be killed, by ${subject.tests}; or, if nobody who uses the code could tell the difference, listed with the reason in ${subject.equivalents}`,
    );
  }
  if (stale.length > 0) {
    lines.push('');
    say(`What does not survive is to be taken out of ${subject.equivalents}`);
  }
  return lines.join('\n');
}

/** The line before and after, as a patch has it. Code is not wrapped: the screen cuts it. */
function shown({
  file,
  line,
  mutator,
  from,
  to,
}: Omit<Mutant, 'line' | 'fate'> & { line?: number }) {
  const place = line === undefined ? file : `${file}:${line}`;
  return [`  ${place} ${pc.dim(mutator)}`, `    - ${from}`, `    + ${to}`];
}

/** `explain.ts 12, output.ts 3` */
function tally(mutants: Mutant[]): string {
  const counts = new Map<string, number>();
  for (const { file } of mutants) {
    const name = basename(file);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}
