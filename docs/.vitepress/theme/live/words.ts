import type {
  ChapterView,
  CheckView,
  GradeView,
  Outcome,
  TaskView,
} from '../../../../scripts/live/protocol.ts';

/** How a task stands. */
export interface TaskState {
  kind: 'passed' | 'failed' | 'open' | 'blocked' | 'unknown';
  /** For people: `4 of 10 checks pass`. */
  words: string;
}

/** A sign for each state, beside its words. */
export const SIGNS: Record<TaskState['kind'], string> = {
  passed: '✓',
  failed: '✗',
  open: '○',
  blocked: '◌',
  unknown: '·',
};

/** How a check ended, in a sign and a word. */
export const OUTCOMES: Record<Outcome, string> = {
  passed: '✓ passed',
  failed: '✗ failed',
  unwritten: '○ to be written',
  blocked: '◌ waits',
  'not-run': '· not run',
};

/** How a task stands, by its checks if they have been run, else by what is in its file. */
export function stateOf(
  { task, written, done }: TaskView,
  grade: GradeView | undefined,
): TaskState {
  const checks = checksOf(task, grade);
  if (checks.length === 0) {
    if (!written) return { kind: 'open', words: 'to be written' };
    return done
      ? { kind: 'passed', words: 'all checks passed' }
      : { kind: 'unknown', words: 'not graded yet' };
  }
  const has = (outcome: Outcome) => checks.some((check) => check.outcome === outcome);
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  if (passed === checks.length) return { kind: 'passed', words: 'all checks pass' };
  if (!written) return { kind: 'open', words: 'to be written' };
  if (has('failed')) {
    return { kind: 'failed', words: `${passed} of ${checks.length} checks pass` };
  }
  const needs = checks.find((check) => check.needs !== undefined && check.needs !== task)?.needs;
  if (needs !== undefined) return { kind: 'blocked', words: `waits for task ${needs}` };
  return has('not-run')
    ? { kind: 'unknown', words: 'not run' }
    : { kind: 'open', words: 'to be written' };
}

/** The checks of a task, in their order. */
export function checksOf(task: string, grade: GradeView | undefined): CheckView[] {
  return grade?.checks.filter((check) => check.task === task) ?? [];
}

/** The checks that a learner has to look at, those with a cause of their own first. */
export function openChecks(checks: readonly CheckView[]): CheckView[] {
  const rank = ({ outcome, sameCauseAs }: CheckView) =>
    outcome === 'failed' ? (sameCauseAs === undefined ? 0 : 1) : outcome === 'blocked' ? 2 : 3;
  return checks
    .filter(({ outcome }) => outcome !== 'passed')
    .toSorted((one, other) => rank(one) - rank(other));
}

/** What there is to say of a check that has no message of its own, or none that is worth repeating. */
export function reasonOf(check: CheckView, grade: GradeView): string | undefined {
  const { outcome, needs, sameCauseAs, message } = check;
  if (outcome === 'unwritten') {
    return needs === undefined || needs === check.task
      ? undefined
      : `Task ${needs} isn't written yet.`;
  }
  if (outcome === 'blocked') return `It can run once task ${needs ?? 'before it'} is written.`;
  if (outcome === 'not-run') return 'The run ended before this check.';
  if (sameCauseAs !== undefined) {
    const other = grade.checks.find(({ id }) => id === sameCauseAs);
    return other ? `Same cause as “${other.title}”.` : 'Same cause as above.';
  }
  if (message !== undefined && message === grade.message) return 'The message above explains it.';
  return message ? undefined : 'The check failed without a message.';
}

/**
 * Whether hints can help with a check. They are about logic: they can't while the code doesn't load,
 * and one cause needs one hint.
 */
export function hasHints(check: CheckView, grade: GradeView): boolean {
  if (check.sameCauseAs !== undefined || check.hints === 0) return false;
  if (grade.status === 'crashed') return false;
  return check.outcome === 'failed' || check.outcome === 'unwritten';
}

const STATUS: Record<GradeView['status'], string> = {
  passed: 'passed',
  failed: 'not there yet',
  blocked: 'blocked',
  timeout: 'ran out of time',
  crashed: 'crashed',
};

/** A grade in a sentence, for eyes and for a screen reader. */
export function sentenceOf({ points, max, status, checks }: GradeView): string {
  const score = `${points} of ${max} points`;
  if (status !== 'failed' && status !== 'blocked') return `${score}: ${STATUS[status]}`;
  const count = (...outcomes: Outcome[]) =>
    checks.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const failed = count('failed');
  const parts = [
    failed > 0 && `${checksIn(failed)} ${failed === 1 ? 'fails' : 'fail'}`,
    count('unwritten') > 0 && `${count('unwritten')} to be written`,
    count('blocked') > 0 && `${count('blocked')} waiting for an earlier task`,
    count('not-run') > 0 && `${count('not-run')} not run`,
  ].filter((part) => part !== false);
  return `${score}: ${parts.join(', ') || STATUS[status]}`;
}

/** Where a chapter stands before it is graded in this session. */
export function sentenceBefore({ points, max, done, tasks }: ChapterView): string {
  if (points === 0 && !done) {
    return tasks.some(({ written }) => written) ? 'Not graded yet' : 'Not started yet';
  }
  return `${points} of ${max} points when it was last graded`;
}

function checksIn(count: number): string {
  return count === 1 ? '1 check' : `${count} checks`;
}

/** The file's name, without its folders. */
export function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
