import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch, type Scratch } from '../course/scratch.ts';
import { Grader } from '../grading/grader.ts';
import type { ChapterGrade } from '../grading/outcome.ts';

/** How many finished courses are tried side by side. */
const SIDE_BY_SIDE = 2;

/** Loading what all chapters import takes longer than most trials do. */
const RUNS_PER_PROCESS = 25;

interface Desk {
  scratch: Scratch;
  grader: Grader;
}

/** Finished courses to change one file in, and see what the checks say. To be closed. */
export class Trials {
  readonly #desks: Desk[];
  readonly #free: Desk[];
  readonly #waiting: ((desk: Desk) => void)[] = [];

  private constructor(desks: Desk[]) {
    this.#desks = desks;
    this.#free = [...desks];
  }

  static async open(): Promise<Trials> {
    const solved = listChapters(courseRoot).map(({ number }) => number);
    const desks = Array.from({ length: SIDE_BY_SIDE }, async () => {
      const scratch = makeScratch(courseRoot, { solved });
      return {
        scratch,
        grader: await Grader.open({ root: scratch.root, runsPerProcess: RUNS_PER_PROCESS }),
      };
    });
    return new Trials(await Promise.all(desks));
  }

  /**
   * Grades a chapter with one file changed, and puts the file back.
   *
   * @param path from the chapters' folder: `03-authenticator/guard.ts`
   * @param edit makes the new text of the file from the solution's
   * @param only this task's checks alone, or this check alone
   */
  async grade(
    chapter: number,
    path: string,
    edit: (solution: string) => string,
    only?: string,
  ): Promise<ChapterGrade> {
    const desk = this.#free.pop() ?? (await new Promise<Desk>((take) => this.#waiting.push(take)));
    const file = join(desk.scratch.root, 'chapters', path);
    const solution = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, edit(solution));
      desk.grader.invalidate([file]);
      const [grade] = await desk.grader.grade([chapter], only);
      await desk.grader.settled();
      if (!grade) throw new Error(`Chapter ${chapter} was not graded.`);
      return grade;
    } finally {
      writeFileSync(file, solution);
      desk.grader.invalidate([file]);
      const next = this.#waiting.shift();
      if (next) next(desk);
      else this.#free.push(desk);
    }
  }

  close(): void {
    for (const { scratch, grader } of this.#desks) {
      grader.close();
      scratch.remove();
    }
  }
}
