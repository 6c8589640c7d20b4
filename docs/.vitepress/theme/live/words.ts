import { NOT_RUN } from '../../../../scripts/grading/outcome.ts';
import type { CheckView, GradeView, TaskView } from '../../../../scripts/live/protocol.ts';

/** How a task stands. */
export interface TaskState {
  kind: 'passed' | 'failed' | 'open' | 'unknown';
  /** For people: `4 of 10 checks pass`. */
  words: string;
}

/** A sign for each state, beside its words. */
export const SIGNS: Record<TaskState['kind'], string> = {
  passed: '✓',
  failed: '✗',
  open: '○',
  unknown: '·',
};

/** How a task stands, by its checks if they have been run, else by what is in its file. */
export function stateOf({ task, written }: TaskView, grade: GradeView | undefined): TaskState {
  const checks = checksOf(task, grade);
  if (checks.length === 0) {
    return written
      ? { kind: 'unknown', words: 'written, not graded yet' }
      : { kind: 'open', words: 'to be written' };
  }
  const passed = checks.filter((check) => check.passed).length;
  if (passed === checks.length) return { kind: 'passed', words: 'all checks pass' };
  if (!written) return { kind: 'open', words: 'to be written' };
  if (checks.every(isNotRun)) return { kind: 'unknown', words: 'not run' };
  return { kind: 'failed', words: `${passed} of ${checks.length} checks pass` };
}

/** The checks of a task, in their order. */
export function checksOf(task: string, grade: GradeView | undefined): CheckView[] {
  return grade?.checks.filter((check) => check.task === task) ?? [];
}

const STATUS: Record<GradeView['status'], string> = {
  passed: 'passed',
  failed: 'not there yet',
  blocked: 'blocked',
  timeout: 'ran out of time',
  crashed: 'crashed',
};

/** Whether a check never had its turn, for the run had ended before. */
export function isNotRun({ message }: CheckView): boolean {
  return message === NOT_RUN;
}

/** A grade in a sentence, for eyes and for a screen reader. */
export function sentenceOf({ points, max, status, checks }: GradeView): string {
  const failed = checks.filter(({ passed }) => !passed).length;
  const rest = failed === 1 ? '1 check fails' : `${failed} checks fail`;
  const score = `${points} of ${max} points: ${STATUS[status]}`;
  return status === 'failed' ? `${score}, ${rest}` : score;
}

/** The file's name, without its folders. */
export function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
