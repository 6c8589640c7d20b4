import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOSTILE } from './hostile/cases.ts';
import { runCommand } from './testing/run.ts';
import { tinyCourse } from './testing/tiny-course.ts';

describe.concurrent('code that is hostile without meaning to be', () => {
  test('what is not hostile passes', async () => {
    const { exit, text } = await gradeOnce({});
    expect(exit, text).toBe(0);
  });

  test.for(HOSTILE)('$name', async ({ files, status, place, says }) => {
    const { exit, text, csv, milliseconds } = await gradeOnce(files);
    expect(exit, text).toBe(1);
    expect(milliseconds, 'the verdict is due in 15 s').toBeLessThan(15_000);
    expect(csv, text).not.toContain(',passed,');
    if (csv.includes('\n1,')) expect(csv, text).toMatch(new RegExp(`,(${status}),`));
    expect(text.replace(/\s+/g, ' ')).toMatch(says);
    expect(text, 'a stack of ours').not.toMatch(/^\s*at /m);
    expect(text, 'a place outside of the course').not.toMatch(/node_modules|vitest|cairn-tiny/i);
    expect(text.length, 'the report is short').toBeLessThan(8_000);
    const [firstPlace] = /chapters\/[\w/.-]+\.ts(:\d+)?/.exec(text) ?? [''];
    if (place) expect(firstPlace.startsWith(place), text).toBe(true);
  });
});

interface Graded {
  exit: number | null;
  /** What a person reads. */
  text: string;
  csv: string;
  milliseconds: number;
}

/** Grades chapter 1 as a learner does: the command is the thing that is proven. */
async function gradeOnce(files: Record<string, string | null>): Promise<Graded> {
  const course = tinyCourse({ solved: true, files });
  try {
    const ran = await runCommand(course.root, 'grade', '1', '--csv', 'grade.csv');
    const csv = readFileSync(join(course.root, 'grade.csv'), 'utf8');
    return { exit: ran.code, text: ran.output, csv, milliseconds: ran.milliseconds };
  } finally {
    course.remove();
  }
}
