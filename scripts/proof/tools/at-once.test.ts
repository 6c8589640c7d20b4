import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFiles } from '../../lib/files.ts';
import { readProgress } from '../../grading/node/progress.ts';
import { type Commands, openCommands } from './commands.ts';
import { PATIENCE, runs } from './runs.ts';
import { lostFiles, snapshot } from './snapshot.ts';
import { expectTidy } from './tidy.ts';
import { runCommand } from '../testing/run.ts';
import { LEARNERS_FILES, type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';

let course: TinyCourse;
let two: Commands[] = [];
beforeEach(() => (course = tinyCourse()));
afterEach(() => {
  for (const commands of two) commands.close();
  two = [];
  course.remove();
});

/** Every file of the learner's holds something that is nowhere else. */
function writeOwn(round: number): void {
  const starters = course.read(LEARNERS_FILES);
  for (const [path, text] of Object.entries(starters)) {
    course.write({ [path]: `// ${path}, as it was in round ${round}.\n${text}` });
  }
}

const leftOver = () => listFiles(course.root).filter((name) => name.endsWith('.tmp'));

describe('two commands at once', { timeout: PATIENCE }, () => {
  const LINES = ['solve 1', 'solve 1.1', 'reset 1', 'reset 1.2', 'starters', 'diff 1', 'solve'];
  const line = fc.constantFrom(...LINES).map((text) => text.split(' '));

  test('whatever they are, each keeps what it replaces', async () => {
    two = await Promise.all([openCommands(course.root), openCommands(course.root)]);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(line, line, async (...lines) => {
        writeOwn(++round);
        const before = snapshot(course.root, 'chapters');
        const ran = await Promise.all(
          lines.map(([name = '', ...args], index) => two[index]!.run(name, ...args)),
        );
        for (const each of ran) expectTidy(each, course.root);
        const said = ran.map(({ stdout }) => stdout).join('');
        expect(lostFiles(course.root, before, said)).toEqual([]);
      }),
      runs(30),
    );
    expect(leftOver()).toEqual([]);
  });

  test('as processes of their own, a broken file among them', async () => {
    writeOwn(0);
    course.write({ '.workbook/progress.json': '{"checks":' });
    const before = snapshot(course.root, 'chapters');
    const lines = [['solve', '1'], ['reset'], ['grade', '1'], ['grade', '2'], ['starters']];
    const ran = await Promise.all(
      lines.map(([name = '', ...args]) => runCommand(course.root, name, ...args)),
    );
    for (const { code, ...said } of ran) {
      const ours = said.stderr
        .replace(/^\S+ is broken: it is now \S+, and .*\n/m, '')
        // What `starters` finds when another command has written after it.
        .replace(/^\S+ is not what its solution derives to: type npm run starters\n/gm, '');
      expect(ours).toBe('');
      expectTidy({ code: code ?? -1, ...said, stderr: ours }, course.root);
    }
    const said = ran.map(({ stdout }) => stdout).join('');
    expect(lostFiles(course.root, before, said)).toEqual([]);
    const kept = listFiles(join(course.root, '.workbook')).filter((name) => /\.broken-/.test(name));
    expect(course.read(kept.map((name) => `.workbook/${name}`))).toEqual({
      [`.workbook/${kept[0]}`]: '{"checks":',
    });
    expect(Object.keys(readProgress(course.root).checks).length).toBeGreaterThan(0);
    expect(leftOver()).toEqual([]);
  });
});
