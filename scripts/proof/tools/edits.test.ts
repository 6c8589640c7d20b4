import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Grader } from '../../grading/node/grader.ts';
import { reportChapter } from '../../grading/report/human.ts';
import { type Commands, openCommands } from './commands.ts';
import { anyEdit, BECOMES_FOLDER, edit } from './edit.ts';
import { PATIENCE, runs } from './runs.ts';
import { lostFiles, snapshot } from './snapshot.ts';
import { expectTidy } from './tidy.ts';
import { LEARNERS_FILES, type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';

let course: TinyCourse;
let commands: Commands;
let grader: Grader;
let starters: Record<string, string>;
beforeAll(async () => {
  course = tinyCourse();
  starters = course.read(LEARNERS_FILES);
  commands = await openCommands(course.root);
  grader = await Grader.open({ root: course.root, warm: true });
});
afterAll(() => {
  grader.close();
  commands.close();
  course.remove();
});

/** The files are their starters again. */
function putBack(): void {
  for (const path of LEARNERS_FILES) rmSync(at(path), { recursive: true, force: true });
  course.write(starters);
}

const at = (path: string) => join(course.root, path);

const someFile = fc.constantFrom(...LEARNERS_FILES);

/** From a starter, or from a solution: what a learner begins with, or has come to. */
const someTree = fc.constantFrom('chapters', 'solutions');

/** Edits a file that is as its starter, or its solution, was. */
function editFile(path: string, tree: string, how: Parameters<typeof edit>[2]): void {
  const solution = path.replace('chapters', 'solutions');
  const text = tree === 'chapters' ? starters[path] : course.read([solution])[solution];
  edit(at(path), text ?? '', how);
}

describe('code that was edited at random', { timeout: PATIENCE }, () => {
  const REPLACING = [
    ['solve', '1.1'],
    ['solve', '1.2'],
    ['reset', '1.1'],
    ['reset', '1.2'],
    ['solve', '1'],
    ['reset', '1'],
    ['solve', '2'],
    ['reset'],
    ['solve'],
    ['starters'],
  ] as const;

  test('whatever replaces it keeps it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(someFile, someTree, anyEdit), { minLength: 1, maxLength: 3 }),
        fc.shuffledSubarray([...REPLACING], { minLength: 1, maxLength: 4 }),
        async (edits, lines) => {
          putBack();
          for (const [path, tree, how] of edits) editFile(path, tree, how);
          for (const [name, ...args] of lines) {
            const before = snapshot(course.root, 'chapters');
            const ran = await commands.run(name, ...args);
            expectTidy(withoutCode(ran), course.root, [name, ...args].join(' '));
            expect(lostFiles(course.root, before, ran.stdout)).toEqual([]);
          }
          const check = await commands.run('starters', '--check');
          expectTidy(check, course.root);
          expectTidy(withoutCode(await commands.run('diff', '1')), course.root);
        },
      ),
      runs(60),
    ));

  test('of a starter, it never passes, and no stack of ours is told', () =>
    fc.assert(
      fc.asyncProperty(someFile, anyEdit, async (path, how) => {
        putBack();
        const chapter = path.includes('/01-') ? 1 : 2;
        editFile(path, 'chapters', how);
        const [grade] = await grader.grade([chapter]);
        const report = reportChapter(grade!, { width: 80, bar: false });
        expect(grade?.status, `${how.what}\n${report}`).not.toBe('passed');
        expect(grade?.points, report).toBeLessThan(100);
        expectTidy({ code: 1, stdout: report, stderr: '' }, course.root, how.what);
      }),
      { ...runs(12), examples: [[LEARNERS_FILES[0]!, BECOMES_FOLDER]] },
    ));
});

/** Without the lines of a diff: they show the learner's own code, whatever that is. */
function withoutCode<Ran extends { stdout: string }>(ran: Ran): Ran {
  return { ...ran, stdout: ran.stdout.replace(/^[-+ ].*\n/gm, '') };
}
