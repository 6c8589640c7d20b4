import pc from 'picocolors';
import { wrap } from '../../lib/wrap.ts';
import type { ChapterGrade, CheckGrade, TypeNote } from '../outcome.ts';

/** As many failing checks are told in full; when there are more, only the first is. */
const IN_FULL = 3;
const BAR = 24;

/** How a report is laid out. */
export interface Layout {
  /** Columns. */
  width: number;
  /** Whether a bar is drawn: for eyes only. */
  bar: boolean;
}

/** What `grade` tells a learner of a chapter: the score, the tasks in order, and what to do next. */
export function reportChapter(grade: ChapterGrade, { width, bar }: Layout): string {
  const lines: string[] = [];
  const say: Say = Object.assign(
    (text: string, indent = 0) => void lines.push(wrap(text, indent, width)),
    {
      beside: (word: string, text: string) =>
        void lines.push(`  ${word}  ${wrap(text, 10, width).trimStart()}`),
    },
  );

  say(pc.bold(`Chapter ${grade.chapter} · ${grade.title}`));
  say(`${bar ? `${drawBar(grade)} ` : ''}${grade.points} of ${grade.max} points: ${word(grade)}`);
  if (grade.message) {
    lines.push('');
    say(grade.message, 2);
  }
  lines.push('');

  // What holds for the whole chapter was said above, and no hint helps before that is fixed.
  const open = grade.checks.filter((check) => !check.passed && !isSaid(check, grade));
  const failed = open.filter(({ outcome, sameCauseAs }) => outcome === 'failed' && !sameCauseAs);
  const inFull = new Set(failed.slice(0, failed.length <= IN_FULL ? IN_FULL : 1));
  const firstOpen = open[0]?.task;
  for (const [task, checks] of byTask(grade.checks)) {
    say(`${pc.bold(`Task ${task}`)} ${checks[0]?.taskTitle}: ${tally(checks)}`);
    const isShown = task === firstOpen || checks.some((check) => inFull.has(check));
    if (!isShown || checks.every(({ passed }) => passed)) continue;
    if (checks.every(({ needs }) => needs === task)) tellBrief(grade, task, checks[0], say);
    else tellChecks(checks, inFull, say);
  }

  if (grade.output) {
    lines.push('');
    say(pc.bold('Your code printed:'));
    say(grade.output, 2);
  }
  return lines.join('\n');
}

interface Say {
  (text: string, indent?: number): void;
  /** A word, and a text that stays to the right of it. */
  beside(word: string, text: string): void;
}

/** What to do in a task that isn't begun. */
function tellBrief(grade: ChapterGrade, task: string, check: CheckGrade | undefined, say: Say) {
  const brief = grade.briefs.find((each) => each.task === task);
  if (brief) say(brief.text, 2);
  if (check?.file) say(`Write it in ${check.file}`, 2);
  if (check) say(`${pc.cyan('Page:')} ${check.page}`, 2);
}

/** Failures, those told in full first; then how many passed. */
function tellChecks(checks: CheckGrade[], inFull: Set<CheckGrade>, say: Say): void {
  const open = checks.filter(({ passed }) => !passed);
  for (const check of open.toSorted((a, b) => Number(inFull.has(b)) - Number(inFull.has(a)))) {
    const { outcome, sameCauseAs, title, needs } = check;
    const same = checks.find(({ id }) => id === sameCauseAs);
    const why = same ? ` (same cause as "${same.title}")` : needs ? ` (needs task ${needs})` : '';
    const word = outcome === 'failed' ? pc.red('failed') : pc.yellow('not run');
    say.beside(word, `${title}${why}`);
    if (!inFull.has(check)) continue;
    if (check.file && !check.message?.startsWith(check.file)) say(`In ${check.file}:`, 10);
    if (check.message) say(check.message, 10);
    const hint = check.usually ?? check.hint;
    if (hint) say(`${pc.cyan('Hint:')} ${hint}`, 10);
    say(`${pc.cyan('Page:')} ${check.page}`, 10);
  }
  const passed = checks.length - open.length;
  if (passed > 0) say.beside(pc.green('passed'), `${passed} more`);
}

/** Whether the chapter's own message says it all: what ended the run, or what it is blocked by. */
function isSaid({ outcome, message }: CheckGrade, grade: ChapterGrade): boolean {
  return outcome === 'not-run' || outcome === 'blocked' || message === grade.message;
}

/** What TypeScript says of the learner's files, beside the verdict. */
export function reportNotes(notes: readonly TypeNote[], { width }: Layout): string {
  const count = notes.length === 1 ? '1 note' : `${notes.length} notes`;
  const lines = notes.map(({ file, line, message }) =>
    wrap(`${file}:${line} ${message}`, 2, width),
  );
  return [`${pc.bold(`${count} from TypeScript`)} (no points lost)`, ...lines].join('\n');
}

/** One line a chapter, when several were graded. */
export function reportSummary(grades: ChapterGrade[], { width }: Layout): string {
  return grades
    .map((grade) => {
      const score = `${grade.points} of ${grade.max}`;
      return wrap(`Chapter ${grade.chapter} · ${grade.title}: ${score}, ${word(grade)}`, 0, width);
    })
    .join('\n');
}

const WORDS: Record<ChapterGrade['status'], string> = {
  passed: pc.green('passed'),
  failed: pc.yellow('not there yet'),
  blocked: pc.yellow('blocked'),
  timeout: pc.red('ran out of time'),
  crashed: pc.red('crashed'),
};

function word({ status }: ChapterGrade): string {
  return WORDS[status];
}

function drawBar({ points, max }: ChapterGrade): string {
  const full = Math.floor((points / max) * BAR);
  return pc.green('█'.repeat(full)) + pc.dim('░'.repeat(BAR - full));
}

function tally(checks: CheckGrade[]): string {
  const points = checks.reduce((total, check) => total + check.points, 0);
  const max = checks.reduce((total, check) => total + check.max, 0);
  const score = `${points} of ${max} points`;
  const open = checks.filter(({ passed }) => !passed);
  if (open.length === 0) return `${pc.green('passed')}, ${score}`;
  const failed = open.filter(({ outcome }) => outcome !== 'not-run');
  if (failed.length === 0) return `${pc.yellow('not run')}, ${score}`;
  const missing = new Set(failed.map(({ needs }) => needs));
  if (!missing.has(undefined)) {
    const own = missing.has(checks[0]?.task);
    const why = own ? 'to be written' : `waiting for ${[...missing].sort().join(' and ')}`;
    return `${pc.yellow(why)}, ${score}`;
  }
  const many = `${failed.length} of ${checks.length} checks`;
  return `${pc.red(failed.length === 1 ? '1 check failed' : `${many} failed`)}, ${score}`;
}

function byTask(checks: CheckGrade[]): Map<string, CheckGrade[]> {
  const tasks = new Map<string, CheckGrade[]>();
  for (const check of checks) {
    const others = tasks.get(check.task);
    if (others) others.push(check);
    else tasks.set(check.task, [check]);
  }
  return tasks;
}
