import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFiles } from '../../lib/files.ts';
import { readProgress } from '../../grading/node/progress.ts';
import { lostFiles, snapshot } from './snapshot.ts';
import { expectTidy } from './tidy.ts';
import { runCommand } from '../testing/run.ts';
import { LEARNERS_FILES, type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';

let course: TinyCourse;
beforeEach(() => (course = tinyCourse()));
afterEach(() => course.remove());

/** Every file of the learner's holds something that is nowhere else. */
function writeOwn(round: number): void {
  const starters = course.read(LEARNERS_FILES);
  for (const [path, text] of Object.entries(starters)) {
    course.write({ [path]: `// ${path}, as it was in round ${round}.\n${text}` });
  }
}

const leftOver = () => listFiles(course.root).filter((name) => name.endsWith('.tmp'));

describe('two commands at once', () => {
  test.each([
    ['solve 1', 'reset 1'],
    ['solve 1.1', 'solve 1'],
    ['solve', 'starters'],
    ['reset 1.2', 'reset'],
    ['starters', 'starters'],
    ['diff 1', 'solve'],
  ])('%s and %s: each keeps what it replaces', async (...lines) => {
    writeOwn(1);
    const before = snapshot(course.root, 'chapters');
    const ran = await Promise.all(
      lines.map((line) => {
        const [name = '', ...args] = line.split(' ');
        return runCommand(course.root, name, ...args);
      }),
    );
    for (const each of ran) expectTidy(each, course.root);
    const said = ran.map(({ stdout }) => stdout).join('');
    expect(lostFiles(course.root, before, said)).toEqual([]);
    expect(leftOver()).toEqual([]);
  });

  test('five of them, a broken file among them', async () => {
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
