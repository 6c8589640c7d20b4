import { type Suite, startTests, type Task, type Test, type VitestRunner } from '@vitest/runner';
import type { CaughtError, CheckEvent, CheckMeta } from './outcome.ts';
import { clip, stackOf, textOf } from './told.ts';

/** What a run is of, and what it needs of where it happens. */
export interface ChecksToRun {
  /** The check files: paths from the course's root. */
  files: readonly string[];
  /** Only this task's checks, or this check alone: `3.1`, `3.1/refuses-alg-none`. */
  only?: string | undefined;
  /** Loads a check file, which makes its checks known. */
  load(file: string): Promise<unknown>;
  /** Is told what happens, as it happens. */
  report(event: CheckEvent): void;
}

/**
 * Runs checks with Vitest's runner, without Vitest: in a Node process or in a browser's worker.
 * Resolves when every check has had its turn.
 */
export async function runChecks({ files, only, load, report }: ChecksToRun): Promise<void> {
  const reportStray = (suite: Suite) => {
    const errors = caught(suite);
    if (errors.length > 0) report({ type: 'stray', errors });
  };
  const runner: VitestRunner = {
    config: { ...CONFIG, testNamePattern: only === undefined ? undefined : namesOf(only) },
    importFile: (file) => load(file),
    onCollected(suites) {
      report({ type: 'collected', checks: suites.flatMap(checksIn) });
      for (const suite of suites) reportStray(suite);
    },
    onBeforeRunTask(test) {
      if (test.meta.check) report({ type: 'started', id: test.meta.check.id });
    },
    onAfterRunTask(test) {
      const { check, fault } = test.meta;
      if (!check) return;
      const passed = test.result?.state === 'pass';
      const errors = passed ? [] : caught(test);
      const durationMs = Math.round(test.result?.duration ?? 0);
      const result = { id: check.id, passed, errors, durationMs, ...(fault && { fault }) };
      report({ type: 'finished', result });
    },
    onAfterRunSuite: reportStray,
  };
  await startTests([...files], runner);
}

/** One check after the other, in the order of their files; none is cut off by the runner itself. */
const CONFIG: VitestRunner['config'] = {
  root: '/',
  name: undefined,
  setupFiles: [],
  passWithNoTests: true,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: 0,
  hookTimeout: 0,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
  // The runner compares what differs, though nobody looks at that here.
  diffOptions: { truncateThreshold: 50 },
};

/** A task's suite is named for its number, and a check's test begins with its name: see task.ts. */
function namesOf(only: string): RegExp {
  const [task = '', check] = only.split('/');
  const suite = `^task ${task.replace('.', '\\.')} `;
  return new RegExp(check === undefined ? suite : `${suite}${check}: `);
}

function checksIn(suite: Suite): CheckMeta[] {
  return suite.tasks.flatMap((task) => {
    if (task.type === 'suite') return checksIn(task);
    // Those that aren't asked for are in it, too.
    return task.mode === 'run' ? (task.meta.check ?? []) : [];
  });
}

function caught(task: Task | Test): CaughtError[] {
  return (task.result?.errors ?? []).map((error) => {
    const name = textOf(error, 'name');
    const stack = stackOf(error);
    const [actual, expected] = [textOf(error, 'actual'), textOf(error, 'expected')];
    return {
      message: clip(textOf(error, 'message') ?? 'It threw something without a message.'),
      ...(name && { name: clip(name) }),
      ...(stack && { stack }),
      ...(actual !== undefined && { actual: clip(actual) }),
      ...(expected !== undefined && { expected: clip(expected) }),
    };
  });
}
