import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch, type Scratch } from '../course/scratch.ts';
import { Grader } from '../grading/node/grader.ts';
import type { ChapterGrade } from '../grading/outcome.ts';

/** How many finished courses are tried side by side. */
const SIDE_BY_SIDE = 2;

/** Loading what all chapters import takes longer than most trials do. */
const RUNS_PER_PROCESS = 25;

interface Desk {
  scratch: Scratch;
  grader: Grader;
}

/** Finished courses to change files in, and see what the checks say. To be closed. */
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
   * Grades a chapter with files changed, and puts them back.
   *
   * @param edits by path from the chapters' folder (`03-authenticator/guard.ts`): makes the new text
   *   of the file from the solution's
   * @param only this task's checks alone, or this check alone
   */
  async grade(
    chapter: number,
    edits: Record<string, (solution: string) => string>,
    only?: string,
  ): Promise<ChapterGrade> {
    const desk = this.#free.pop() ?? (await new Promise<Desk>((take) => this.#waiting.push(take)));
    const files = Object.entries(edits).map(([path, edit]) => {
      const file = join(desk.scratch.root, 'chapters', path);
      return { file, edit, solution: readFileSync(file, 'utf8') };
    });
    try {
      for (const { file, edit, solution } of files) writeFileSync(file, edit(solution));
      const [grade] = await desk.grader.grade([chapter], only);
      if (!grade) throw new Error(`Chapter ${chapter} was not graded.`);
      return grade;
    } finally {
      for (const { file, solution } of files) writeFileSync(file, solution);
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
