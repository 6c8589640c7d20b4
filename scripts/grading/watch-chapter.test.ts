import { afterEach, expect, test } from 'vitest';
import { type FixtureCourse, fixtureCourse } from './fixture-course.ts';
import { Grader } from './grader.ts';
import type { ChapterGrade } from './outcome.ts';
import { watchChapter } from './watch-chapter.ts';

const GREET = 'chapters/01-greeting/greet.ts';
const says = (text: string) => `export const greet = (name: string) => \`${text}\`;\n`;
const RIGHT = says('Hello, ${name}');
const LOOP = 'export const greet = () => { for (;;); };\n';

let course: FixtureCourse;
const controller = new AbortController();

afterEach(() => course.remove());

test(
  'grades on every save, after a hang too, and the last save wins',
  { timeout: 60_000 },
  async () => {
    course = fixtureCourse();
    const grader = await Grader.open({ root: course.root, warm: true });
    const grades: ChapterGrade[] = [];
    let heard = () => {};
    const next = async () => {
      const count = grades.length;
      while (grades.length === count) await new Promise<void>((resolve) => (heard = resolve));
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
      controller.signal,
    );
    expect(await first).toBe('passed');
    expect(await saved(says('Hi'))).toBe('failed');
    expect(await saved(RIGHT)).toBe('passed');
    expect(await saved(LOOP)).toBe('timeout');
    expect(await saved(says('Hi'), RIGHT)).toBe('passed');

    // A save while a hung run goes on ends that run.
    const verdict = next();
    course.write({ [GREET]: LOOP });
    await new Promise((resolve) => setTimeout(resolve, 800));
    const savedAt = performance.now();
    course.write({ [GREET]: RIGHT });
    expect(await verdict).toBe('passed');
    expect(performance.now() - savedAt).toBeLessThan(4_000);

    controller.abort();
    await watching;
    grader.close();
  },
);
