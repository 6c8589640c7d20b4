import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Grader } from '../../grading/node/grader.ts';
import { reportChapter } from '../../grading/report/human.ts';
import { runCommand } from '../testing/run.ts';
import { LEARNERS_FILES, type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';
import { type Edit, EDITS } from './edits.ts';
import { lostFiles, snapshot } from './snapshot.ts';
import { expectTidy } from './tidy.ts';

let course: TinyCourse;
let starters: Record<string, string>;
beforeAll(() => {
  course = tinyCourse();
  starters = course.read(LEARNERS_FILES);
});
afterAll(() => course.remove());

afterEach(() => {
  for (const path of LEARNERS_FILES) rmSync(at(path), { recursive: true, force: true });
  course.write(starters);
});

const at = (path: string) => join(course.root, path);

/** Edits a file that is as its starter, or its solution, was. */
function editFile(path: string, tree: string, { apply, isFolder }: Edit): void {
  const source = path.replace('chapters', tree);
  const text = tree === 'chapters' ? starters[path] : course.read([source])[source];
  const bytes = apply(text ?? '');
  rmSync(at(path), { recursive: true, force: true });
  if (bytes) writeFileSync(at(path), bytes);
  if (isFolder) mkdirSync(at(path));
}

describe('whatever replaces edited code keeps it', () => {
  const REPLACING = [
    'solve 1.1',
    'reset 1.2',
    'solve 2.1',
    'solve 1',
    'reset',
    'solve',
    'starters',
  ];

  // Each file is edited in another way, from what a learner begins with or has come to.
  const rounds = EDITS.map((_edit, index) => index).filter((index) => index % 5 === 0);
  test.each(rounds)('round %i', async (first) => {
    for (const [index, path] of LEARNERS_FILES.entries()) {
      const edit = EDITS[(first + 2 * index) % EDITS.length]!;
      editFile(path, index % 2 ? 'chapters' : 'solutions', edit);
    }
    for (const step of [0, 3]) {
      const line = REPLACING[(first / 5 + step) % REPLACING.length]!;
      const [name = '', ...args] = line.split(' ');
      const before = snapshot(course.root, 'chapters');
      const ran = await runCommand(course.root, name, ...args);
      expectTidy(withoutCode(ran), course.root, line);
      expect(lostFiles(course.root, before, ran.stdout)).toEqual([]);
    }
    expectTidy(await runCommand(course.root, 'starters', '--check'), course.root);
  });
});

describe('of an edited starter', () => {
  let grader: Grader;
  beforeAll(async () => {
    grader = await Grader.open({ root: course.root, warm: true });
  });
  afterAll(() => grader.close());

  const [GREET = ''] = LEARNERS_FILES;
  test.each(EDITS)('when $what: it does not pass, and no stack of ours is told', async (edit) => {
    editFile(GREET, 'chapters', edit);
    const [grade] = await grader.grade([1]);
    const report = reportChapter(grade!, { width: 80, bar: false });
    expect(grade?.status, report).not.toBe('passed');
    expect(grade?.points, report).toBeLessThan(100);
    expectTidy({ code: 1, stdout: report, stderr: '' }, course.root, edit.what);
  });
});

/** Without the lines of a diff: they show the learner's own code, whatever that is. */
function withoutCode<Ran extends { stdout: string }>(ran: Ran): Ran {
  return { ...ran, stdout: ran.stdout.replace(/^[-+ ].*\n/gm, '') };
}
