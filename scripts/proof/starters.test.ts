import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch } from '../course/scratch.ts';
import { checkStarters } from '../course/starters.ts';
import { listTasks } from '../course/tasks.ts';
import { Grader } from '../grading/node/grader.ts';
import type { ChapterGrade } from '../grading/outcome.ts';

const chapters = listChapters(courseRoot).filter(({ number }) => number > 0);
const numbers = chapters.map(({ number }) => number);

async function gradeScratch(solved: number[], graded: number[]): Promise<ChapterGrade[]> {
  const scratch = makeScratch(courseRoot, { solved });
  try {
    const grader = await Grader.open({ root: scratch.root });
    try {
      return await grader.grade(graded);
    } finally {
      grader.close();
    }
  } finally {
    scratch.remove();
  }
}

function tasksThatFail(grade: ChapterGrade): string[] {
  const failed = grade.checks.filter(({ passed }) => !passed);
  return [...new Set(failed.map(({ task }) => task))];
}

describe.each(chapters)('$slug, with the chapters before it solved', ({ number, slug }) => {
  test('the starter fails in every task, and has under 25 points', async () => {
    const before = numbers.filter((other) => other < number);
    const [grade] = await gradeScratch(before, [number]);
    expect(grade?.status).toBe('failed');
    expect(grade?.points).toBeLessThan(25);
    expect(tasksThatFail(grade!)).toEqual(listTasks(courseRoot, slug).map(({ task }) => task));
  });
});

test('untouched, chapter 1 fails, and the others fail or are blocked', async () => {
  const [first, ...others] = await gradeScratch([], numbers);
  expect(first?.status).toBe('failed');
  expect(tasksThatFail(first!)).toEqual(listTasks(courseRoot, first!.slug).map(({ task }) => task));
  for (const { slug, status, checks } of others) {
    expect(['failed', 'blocked'], slug).toContain(status);
    expect(checks.length, slug).toBeGreaterThan(0);
  }
});

test('what is derived is fresh', () => {
  const stale = checkStarters(courseRoot);
  // On a learner's machine the chapters hold the learner's work.
  const ours = stale.filter(({ path }) => process.env['CI'] || !path.startsWith('chapters/'));
  expect(ours).toEqual([]);
});

test('the starters are sound TypeScript', async () => {
  const scratch = makeScratch(courseRoot);
  try {
    const tsc = join(courseRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = promisify(execFile)(process.execPath, [tsc, '--noEmit', '-p', 'chapters'], {
      cwd: scratch.root,
    });
    const said = await run.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
    expect(said).toBe('');
  } finally {
    scratch.remove();
  }
});
