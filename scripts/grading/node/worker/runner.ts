import { TestRunner, type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite } from 'vitest';
import { tell } from '../../check/tell.ts';
import type { CaughtError, CheckMeta } from '../../outcome.ts';

/** Vitest's runner, which also tells of each check as it happens: see CheckEvent. */
export default class CheckRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    tell({ type: 'collected', checks: files.flatMap(checksIn) });
    for (const file of files) tellStray(file);
  }

  override onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    const check = test.meta.check;
    if (check) tell({ type: 'started', id: check.id });
    return super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    super.onAfterRunTask(test);
    const { check, fault } = test.meta;
    if (!check) return;
    const passed = test.result?.state === 'pass';
    const errors = passed ? [] : caught(test);
    const durationMs = Math.round(test.result?.duration ?? 0);
    const result = { id: check.id, passed, errors, durationMs, ...(fault && { fault }) };
    tell({ type: 'finished', result });
  }

  override async onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
    tellStray(suite);
    await super.onAfterRunSuite(suite);
  }
}

function tellStray(suite: RunnerTestSuite): void {
  const errors = caught(suite);
  if (errors.length > 0) tell({ type: 'stray', errors });
}

function checksIn(suite: RunnerTestSuite): CheckMeta[] {
  return suite.tasks.flatMap((task) => {
    if (task.type === 'suite') return checksIn(task);
    return task.meta.check ?? [];
  });
}

function caught(task: RunnerTestCase | RunnerTestSuite): CaughtError[] {
  return (task.result?.errors ?? []).map(({ name, message, stack, actual, expected }) => ({
    message,
    ...(name && { name }),
    ...(stack && { stack }),
    ...(typeof actual === 'string' && { actual }),
    ...(typeof expected === 'string' && { expected }),
  }));
}
