import { join } from 'node:path';
import type { Chapter } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { fingerprintOf, isLate } from '../../grading/fingerprint.ts';
import { knownMistakesFile, readKnownMistakes } from '../../grading/node/known-mistakes.ts';
import type { ChapterGrade, CheckGrade } from '../../grading/outcome.ts';
import type { KnownMistake, KnownMistakes } from '../../grading/recognize.ts';
import { writeFileAtomic } from '../../lib/files.ts';
import { type Kind, kindsOf } from '../kind.ts';
import { changeOf, type Mistake, mistakesOf } from '../mistake.ts';
import type { Trials } from '../trial.ts';

/** Makes each of a chapter's mistakes, and writes down what the checks of its task say. */
export async function recordChapter({ number, slug }: Chapter, trials: Trials): Promise<void> {
  const mistakes = await mistakesOf(slug);
  const failures = await Promise.all(
    mistakes.map((mistake) =>
      failuresOf(mistake, (only) =>
        trials.grade(number, { [`${slug}/${mistake.file}`]: changeOf(mistake) }, only),
      ),
    ),
  );
  const failed = new Map(mistakes.map(({ name }, index) => [name, failures[index] ?? {}]));
  write(slug, await kindsOf(slug), mistakes, failed);
}

/** Writes a chapter's kinds and their words anew, and keeps what the checks said. */
export async function recordWords({ slug }: Chapter): Promise<void> {
  const { tasks = {} } = readKnownMistakes(courseRoot, slug) ?? {};
  const failed = new Map(
    Object.values(tasks)
      .flatMap((mistakes) => Object.entries(mistakes))
      .map(([name, mistake]) => [name, mistake.failed]),
  );
  const mistakes = await mistakesOf(slug);
  write(
    slug,
    await kindsOf(slug),
    mistakes.filter(({ name }) => failed.has(name)),
    failed,
  );
}

/** A failed check as the record has it: two hashes. */
export function hashesOf({ message = '' }: CheckGrade): string {
  const { subject, outcome } = fingerprintOf(message);
  return `${subject} ${outcome}`.trim();
}

async function failuresOf(
  { name, task, caughtBy, saying }: Mistake,
  grade: (only: string) => Promise<ChapterGrade>,
): Promise<KnownMistake['failed']> {
  const isCaught = ({ id, message = '' }: CheckGrade) =>
    id === caughtBy && message.includes(saying);
  const all = (await grade(task)).checks;
  // On a machine that is busy the run may have been cut short.
  const checks = all.some(isCaught) ? all : (await grade(caughtBy)).checks;
  if (!checks.some(isCaught)) throw new Error(`${task} ${name} is not caught by ${caughtBy}.`);
  return Object.fromEntries(
    checks
      .filter(({ outcome, message = '' }) => outcome === 'failed' && !isLate(message))
      .map((check) => [check.id.slice(task.length + 1), hashesOf(check)]),
  );
}

function write(
  slug: string,
  kinds: Kind[],
  mistakes: Mistake[],
  failed: Map<string, KnownMistake['failed']>,
): void {
  const known: KnownMistakes = { kinds: kinds.map(({ when }) => when), tasks: {} };
  for (const { task, name } of mistakes) {
    const kind = kinds.findIndex((each) => each.mistakes.includes(name));
    (known.tasks[task] ??= {})[name] = { kind, failed: failed.get(name) ?? {} };
  }
  writeFileAtomic(join(courseRoot, knownMistakesFile(slug)), toJson(known));
}

/** A mistake a line, so that a change of one is a line of a diff. */
function toJson({ kinds, tasks }: KnownMistakes): string {
  const words = kinds.map((when) => JSON.stringify(when));
  const rows = Object.entries(tasks).map(([task, mistakes]) => {
    const each = Object.entries(mistakes).map(
      ([name, mistake]) => `${JSON.stringify(name)}: ${JSON.stringify(mistake)}`,
    );
    return `${JSON.stringify(task)}: {\n${each.join(',\n')}\n}`;
  });
  return `{\n"kinds": [\n${words.join(',\n')}\n],\n"tasks": {\n${rows.join(',\n')}\n}\n}\n`;
}
