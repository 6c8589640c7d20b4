import type { TaskBrief } from '../course/brief.ts';

/** What is known of a check before anything runs. Travels in the runner's `meta`. */
export interface CheckMeta {
  /** `3.1/refuses-alg-none` */
  id: string;
  /** `3.1` */
  task: string;
  title: string;
  points: number;
  hints: readonly string[];
}

/**
 * How a check ended:
 * - `passed`;
 * - `failed`: the code does something else than it should, or doesn't load, or doesn't answer;
 * - `unwritten`: it needs a task of this chapter that isn't written yet;
 * - `blocked`: it needs a task of an earlier chapter that isn't written yet;
 * - `not-run`: the run ended before its turn.
 */
export type Outcome = 'passed' | 'failed' | 'unwritten' | 'blocked' | 'not-run';

/** Why a check failed. */
export interface Fault {
  /**
   * - `failed`: the code did something else than it should;
   * - `unwritten`: a `todo()` of this chapter was run into;
   * - `blocked`: a `todo()` of an earlier chapter was run into;
   * - `timeout`: no answer in time;
   * - `crashed`: the code does not load, or ends the process.
   */
  kind: 'failed' | 'unwritten' | 'blocked' | 'timeout' | 'crashed';
  /** Replaces what the thrown error says; absent when that says it best. */
  message?: string;
  /** The task that is not written yet, for `unwritten` and `blocked`. */
  task?: string;
  /** Stacks (as in `Error.stack`) and messages to find the learner's own line in. */
  stacks: string[];
  /** The files that the check loaded: the place to look when no stack tells a line. */
  files: string[];
  /** Errors that the app logged while the check ran: `TypeError: …` with its stack. */
  logged: string[];
}

/** An error as it crosses from the process that runs the checks. */
export interface CaughtError {
  name?: string;
  message: string;
  stack?: string;
  actual?: string;
  expected?: string;
}

/** How a check ended. */
export interface CheckResult {
  id: string;
  passed: boolean;
  fault?: Fault;
  errors: CaughtError[];
  durationMs: number;
}

/** What the process that runs the checks tells, as it happens. */
export type CheckEvent =
  | { type: 'collected'; checks: CheckMeta[] }
  | { type: 'started'; id: string }
  /** A check asked for a file of the learner's. */
  | { type: 'loading'; file: string }
  | { type: 'finished'; result: CheckResult }
  /** Something that belongs to no check failed: the check file itself, or a hook. */
  | { type: 'stray'; errors: CaughtError[] }
  /** Everything has run. `digests`: SHA-256 of each file that was read, by its path from the root. */
  | { type: 'done'; digests: Record<string, string> };

export type Status = 'passed' | 'failed' | 'blocked' | 'timeout' | 'crashed';

/** One check, graded. */
export interface CheckGrade {
  id: string;
  task: string;
  taskTitle: string;
  title: string;
  points: number;
  max: number;
  outcome: Outcome;
  /** `outcome` is `passed`. */
  passed: boolean;
  /** The task that isn't written yet, for `unwritten` and `blocked`: `3.1`. */
  needs?: string;
  /** The check that already tells of the same cause: `3.1/refuses-alg-none`. */
  sameCauseAs?: string;
  /** What was expected and what was received: only when it did not pass. */
  message?: string;
  /** Where the task is written, as far as is known: `chapters/03-authenticator/guard.ts`. */
  file?: string;
  /** The first hint: only when it did not pass. */
  hint?: string;
  /** What this usually is, when the failures look like a known mistake: comes before the hints. */
  usually?: string;
  /** Every hint, in the order they are given. */
  hints: readonly string[];
  /** Where the course explains the task: `/chapters/03-authenticator#3-1`. */
  page: string;
}

/** A type error in a learner's file. It costs no points. */
export interface TypeNote {
  /** From the root: `chapters/03-authenticator/guard.ts`. */
  file: string;
  line: number;
  /** The first line of what TypeScript says. */
  message: string;
}

/** More notes on a chapter are no help. */
export const MOST_NOTES = 12;

/** One chapter, graded. */
export interface ChapterGrade {
  chapter: number;
  slug: string;
  title: string;
  points: number;
  max: number;
  status: Status;
  durationMs: number;
  /** What is wrong with the chapter as a whole: always there when blocked, timeout or crashed. */
  message?: string;
  checks: CheckGrade[];
  /** What the learner's code printed, capped. */
  output: string;
  /** The tasks' instructions. */
  briefs: TaskBrief[];
  /** SHA-256 of each file that was judged, by its path from the root; empty when the run was cut short. */
  digests: Record<string, string>;
}

declare module '@vitest/runner' {
  interface TaskMeta {
    check?: CheckMeta;
    fault?: Fault;
  }
}
