import pc from 'picocolors';
import { courseRoot } from '../course/root.ts';
import { chaptersAhead, readTarget } from '../grading/node/gradable.ts';
import { Grader } from '../grading/node/grader.ts';
import { nextHint } from '../grading/node/hints.ts';
import { liveLine } from '../grading/node/live-line.ts';
import type { ChapterGrade, CheckGrade } from '../grading/outcome.ts';
import { readProgress } from '../grading/node/progress.ts';
import { textWidth, wrap } from '../lib/wrap.ts';
import { keepProgress } from './helpers/keep-progress.ts';
import { npmCommand, runCommand } from './helpers/run-command.ts';

const live = liveLine();

const command = npmCommand('hint', 'Gives the next hint for the first check that fails.').argument(
  '[N.M]',
  'a task, or a chapter: 3.2, 3',
);

await runCommand(command, hint);
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();

async function hint(target: string | undefined): Promise<number> {
  const asked = target === undefined ? undefined : readTarget(courseRoot, target, 'npm run hint');
  const wanted = asked ? [asked.chapter] : chaptersAhead(courseRoot, readProgress(courseRoot));
  const grader = await Grader.open({ onProgress: live.show });
  try {
    for (const { number } of wanted) {
      const [grade] = await grader.grade([number], asked?.task);
      live.clear();
      if (!grade) continue;
      keepProgress([grade]);
      if (grade.status !== 'passed') return give(grade);
    }
  } finally {
    live.clear();
    grader.close();
  }
  say(
    `There is nothing to give a hint for: ${asked ? `every check of ${target}` : 'every chapter'} passes.`,
  );
  return 0;
}

function give(grade: ChapterGrade): number {
  if (grade.message) say(grade.message);
  const check = grade.checks.find(({ passed }) => !passed);
  // Code that does not run must run first, and a hint would lead astray.
  if (!check || (grade.message && grade.status !== 'failed')) return 0;
  say(`${pc.bold(`Task ${check.task}`)} ${check.taskTitle}: "${check.title}" fails.`);
  if (check.message && check.message !== grade.message) say(check.message);
  if (check.usually) say(check.usually);
  const next = nextHint(courseRoot, check.id, check.hints);
  if (next) say(`${pc.cyan(`Hint ${next.number} of ${next.of}:`)} ${next.text}`);
  else sayWhatIsLeft(check);
  return 0;
}

function sayWhatIsLeft({ task, page }: CheckGrade): void {
  say(`That was every hint. Read ${page}, or compare with the solution: npm run diff ${task}`);
}

function say(text: string): void {
  console.log(wrap(text, 0, textWidth()));
}
