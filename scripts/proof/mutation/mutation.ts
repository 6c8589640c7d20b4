import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { npmCommand, runCommand } from '../../cli/helpers/run-command.ts';
import { courseRoot } from '../../course/root.ts';
import { UsageError } from '../../lib/usage-error.ts';
import type { Equivalent } from './equivalent.ts';
import { formatVerdict } from './format-verdict.ts';
import { installStryker } from './install-stryker.ts';
import { recordScore } from './record-score.ts';
import { runStryker } from './run-stryker.ts';
import { listSubjects, type Subject } from './subjects.ts';
import { judgeMutants } from './verdict.ts';

const command = npmCommand(
  'mutation',
  'Changes one small thing at a time in the solutions, and wants the checks to notice.',
)
  .argument('[N|grading]', 'a chapter, or the grading code; without it, all')
  .option('--record', 'write the scores into scripts/proof/mutation/scores.json');

await runCommand(command, mutate);

async function mutate(what: string | undefined, { record }: { record?: true }): Promise<number> {
  const subjects = subjectsFor(what);
  const stryker = installStryker();
  let isGood = true;
  for (const subject of subjects) {
    const mutants = await runStryker(stryker, subject, (line) => show(`${subject.title}: ${line}`));
    show('');
    const verdict = judgeMutants(mutants, await equivalentsOf(subject), subject);
    console.log(`${formatVerdict(subject, verdict)}\n`);
    isGood &&= verdict.isGood;
    if (record) recordScore(subject, verdict);
  }
  console.log(
    isGood
      ? `${pc.green('✓')} Every survivor is accounted for.`
      : `${pc.red('✗')} There is something to do: see above.`,
  );
  return isGood ? 0 : 1;
}

function subjectsFor(what: string | undefined): Subject[] {
  const all = listSubjects();
  if (what === undefined) return all;
  const subject = all.find(({ name }) => name === what || name === `chapter-${Number(what)}`);
  if (subject) return [subject];
  throw new UsageError(
    `"${what}" is no chapter from 1 to ${all.length - 1}, and not "grading": type npm run mutation 1`,
  );
}

async function equivalentsOf({ equivalents: path }: Subject): Promise<Equivalent[]> {
  const file = join(courseRoot, path);
  if (!existsSync(file)) return [];
  return ((await import(file)) as { equivalents: Equivalent[] }).equivalents;
}

/** A line on standard error that shows that it is alive: minutes go by. In a pipe it stays away. */
function show(line: string): void {
  const { stderr } = process;
  if (stderr.isTTY) stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
}
