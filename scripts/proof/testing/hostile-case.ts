import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Grader } from '../../grading/node/grader.ts';
import type { ChapterGrade } from '../../grading/outcome.ts';
import { reportChapter } from '../../grading/report/human.ts';
import type { Hostile } from '../hostile/cases.ts';
import { type TinyCourse, tinyCourse } from './tiny-course.ts';

/** Courses in which one piece of hostile code after the other is graded. To be closed. */
export class HostileCourses {
  readonly #desks: Desk[] = [];
  #free: Desk[] = [];

  /** Grades chapter 1 with these files in place, and puts the good ones back. */
  async grade(files: Record<string, string | null>): Promise<Graded> {
    const desk = this.#free.pop() ?? (await this.#open());
    const { course, grader } = desk;
    const good = Object.fromEntries(
      Object.keys(files).map((path) => [path, textIn(join(course.root, path))]),
    );
    course.write(files);
    const began = performance.now();
    try {
      const [grade] = await grader.grade([1]);
      if (!grade) throw new Error('Chapter 1 was not graded.');
      const text = reportChapter(grade, { width: 100, bar: false });
      return { grade, text, milliseconds: performance.now() - began };
    } finally {
      course.write(good);
      this.#free.push(desk);
    }
  }

  close(): void {
    for (const { course, grader } of this.#desks) {
      grader.close();
      course.remove();
    }
  }

  async #open(): Promise<Desk> {
    const course = tinyCourse({ solved: true });
    const desk = { course, grader: await Grader.open({ root: course.root, warm: true }) };
    this.#desks.push(desk);
    return desk;
  }
}

interface Desk {
  course: TinyCourse;
  grader: Grader;
}

interface Graded {
  grade: ChapterGrade;
  /** What a person reads. */
  text: string;
  milliseconds: number;
}

/** Holds a grade to the verdict that the code deserves. */
export function expectVerdict({ grade, text, milliseconds }: Graded, hostile: Hostile): void {
  const { status, place, says } = hostile;
  expect(grade.status, text).toMatch(new RegExp(`^(${status})$`));
  expect(milliseconds, 'the verdict is due in 15 s').toBeLessThan(15_000);
  expect(text.replace(/\s+/g, ' ')).toMatch(says);
  expect(text, 'a stack of ours').not.toMatch(/^\s*at /m);
  expect(text, 'a place outside of the course').not.toMatch(/node_modules|vitest|cairn-tiny/i);
  expect(text.length, 'the report is short').toBeLessThan(8_000);
  const [firstPlace] = /chapters\/[\w/.-]+\.ts(:\d+)?/.exec(text) ?? [''];
  if (place) expect(firstPlace.startsWith(place), text).toBe(true);
}

function textIn(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
