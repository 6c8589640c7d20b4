import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TinyCourse, tinyCourse } from '../../proof/testing/tiny-course.ts';
import { Grader } from './grader.ts';
import type { ChapterGrade } from '../outcome.ts';
import { watchChapter } from './watch-chapter.ts';

const GREET = 'chapters/01-greeting/greet.ts';
const says = (text: string) => `export const greet = (name: string) => \`${text}\`;\n`;
const RIGHT = says('Hello, ${name}');
/** Leaves a file beside it when it is reached. */
const LOOP = `import { writeFileSync } from 'node:fs';
export const greet = () => {
  writeFileSync(new URL('reached', import.meta.url), '');
  for (;;);
};
`;
const REACHED = 'chapters/01-greeting/reached';

let course: TinyCourse;
const controller = new AbortController();

afterEach(() => course.remove());

test('grades on every save, after a hang too, and the last save wins', async () => {
  course = tinyCourse({ solved: true });
  const grader = await Grader.open({ root: course.root, warm: true });
  const grades: ChapterGrade[] = [];
  const troubles: unknown[] = [];
  let heard = () => {};
  const next = async () => {
    const count = grades.length + troubles.length;
    while (grades.length + troubles.length === count) {
      await new Promise<void>((resolve) => (heard = resolve));
    }
    return grades.at(-1)?.status;
  };
  const saved = async (...texts: string[]) => {
    const verdict = next();
    for (const text of texts) course.write({ [GREET]: text });
    return verdict;
  };
  const first = next();
  const watching = watchChapter(
    grader,
    1,
    undefined,
    (grade) => {
      grades.push(grade);
      heard();
    },
    (error) => {
      troubles.push(error);
      heard();
    },
    controller.signal,
  );
  expect(await first).toBe('passed');
  expect(await saved(says('Hi'))).toBe('failed');
  expect(await saved(RIGHT)).toBe('passed');
  expect(await saved(LOOP)).toBe('timeout');
  expect(await saved(says('Hi'), RIGHT)).toBe('passed');

  // A save while a hung run goes on ends that run.
  const verdict = next();
  course.write({ [REACHED]: null, [GREET]: LOOP });
  await expect.poll(() => existsSync(join(course.root, REACHED))).toBe(true);
  course.write({ [GREET]: RIGHT });
  expect(await verdict).toBe('passed');

  // A folder that is gone has no verdict, and gets one again when it is back.
  const [folder, away] = [join(course.root, 'chapters'), join(course.root, 'away')];
  const gone = next();
  renameSync(folder, away);
  await gone;
  expect(troubles).toEqual([expect.objectContaining({ code: 'USAGE' })]);
  const back = next();
  renameSync(away, folder);
  expect(await back).toBe('passed');

  controller.abort();
  await watching;
  grader.close();
});
