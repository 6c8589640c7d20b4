import { afterAll, describe, test, type TestContext } from '@vitest/runner';
import { takeReached } from '#api/todo.ts';
import type { CheckMeta } from '../outcome.ts';
import { faultOf } from './fault.ts';
import { takeViolations, watchGlobals } from './guards.ts';
import { takeAsked } from './lesson.ts';
import { takeLogged } from './logged.ts';
import { withinTime } from './within-time.ts';

/** What a check is worth, and what it says when it fails. */
export interface CheckOptions {
  /** A whole number; a chapter's checks add up to 100. */
  points: number;
  /** The next thought, not the answer. Several are given one at a time. */
  hint: string | readonly string[];
  /** Milliseconds, for a check that needs more than the usual 2000. */
  timeout?: number;
}

let current: string | undefined;
const ids = new Set<string>();

/**
 * A task of the chapter, with its checks inside.
 *
 * @param number as in the solution's region and the brief: `3.1`
 */
export function task(number: string, checks: () => void): void {
  describe(`task ${number}`, () => {
    current = number;
    try {
      checks();
    } finally {
      current = undefined;
    }
    afterAll(async () => {
      const [late] = await takeViolations();
      if (late) throw Object.assign(new Error(late.message), { stack: late.stack });
    });
  });
}

/**
 * One graded test of the task it stands in.
 *
 * @param name stable, for progress is keyed by it: `refuses-alg-none`
 * @param title what the learner's code does when this passes: `refuses an unsigned token`
 */
export function check(
  name: string,
  title: string,
  options: CheckOptions,
  body: (context: TestContext) => unknown,
): void {
  if (!current) throw new Error(`The check "${name}" stands outside of a task.`);
  const id = `${current}/${name}`;
  if (ids.has(id)) throw new Error(`There are two checks named ${id}.`);
  ids.add(id);
  const meta: CheckMeta = {
    id,
    task: current,
    title,
    points: options.points,
    hints: [options.hint].flat(),
  };
  test(`${name}: ${title}`, { meta: { check: meta }, timeout: 30_000 }, (context) =>
    run(context, meta, body, options.timeout),
  );
}

async function run(
  context: TestContext,
  check: CheckMeta,
  body: (context: TestContext) => unknown,
  timeout?: number,
): Promise<void> {
  watchGlobals();
  takeReached();
  takeLogged();
  takeAsked();
  let failure: { error: unknown } | undefined;
  try {
    await withinTime(() => body(context), timeout);
  } catch (error) {
    failure = { error };
  }
  const violations = await takeViolations();
  if (!failure && violations.length === 0) return;
  const fault = faultOf(failure?.error, {
    task: check.task,
    reached: takeReached(),
    logged: takeLogged(),
    files: takeAsked(),
    violations,
  });
  context.task.meta.fault = fault;
  throw failure ? failure.error : new Error(fault.message);
}
