import type { RunProgress } from '../grading/node/grader.ts';
import type { ChapterGrade } from '../grading/outcome.ts';

/** Milliseconds between two words on how far a run is: a page draws each. */
const EVERY = 60;

/** What grades a chapter, wherever that is. */
export interface QueuedGrader {
  grade(chapters: readonly number[]): Promise<ChapterGrade[]>;
  /** Cuts short what runs: `grade` then answers soon. */
  cancel(): void;
  close(): void;
}

/** Gets a grader ready, which tells how far it is. */
export type OpenGrader = (onProgress: (progress: RunProgress) => void) => Promise<QueuedGrader>;

/** What is told of the chapters that are being graded. */
export interface QueueListener {
  running(
    progress: { chapter: number } & Pick<RunProgress, 'finished' | 'checks' | 'results'>,
  ): void;
  graded(grade: ChapterGrade): void;
  /** Nothing is being graded any more, and no grade came of it. */
  failed(chapter: number, error: unknown): void;
}

/** Grades chapters one after the other. What is wanted again while it runs begins anew. */
export class GradeQueue {
  readonly #open: OpenGrader;
  readonly #listener: QueueListener;
  #grader: QueuedGrader | undefined;
  /** The chapters to grade, the next one first. */
  #wanted: number[] = [];
  #running: number | undefined;
  #told = 0;

  constructor(open: OpenGrader, listener: QueueListener) {
    this.#open = open;
    this.#listener = listener;
  }

  /** Gets ready for the first run. */
  async warmUp(): Promise<QueuedGrader> {
    return (this.#grader ??= await this.#open(({ chapter, finished, checks, results }) => {
      const now = performance.now();
      if (chapter.number !== this.#running || now - this.#told < EVERY) return;
      this.#told = now;
      this.#listener.running({ chapter: chapter.number, finished, checks, results });
    }));
  }

  /** Grades chapters, these first. What runs is out of date: it ends, and is graded again. */
  want(chapters: number[]): void {
    const stale = this.#running;
    const others = [...this.#wanted, ...(stale === undefined ? [] : [stale])];
    this.#wanted = [...new Set([...chapters, ...others])];
    if (stale === undefined) void this.#work();
    else this.#grader?.cancel();
  }

  close(): void {
    this.#wanted = [];
    this.#grader?.close();
  }

  async #work(): Promise<void> {
    for (let next = this.#wanted.shift(); next !== undefined; next = this.#wanted.shift()) {
      this.#running = next;
      this.#listener.running({ chapter: next, finished: 0, checks: 0, results: [] });
      try {
        const grader = await this.warmUp();
        const [grade] = await grader.grade([next]);
        // It was cut short by a save, and is wanted again.
        if (grade && !this.#wanted.includes(next)) this.#listener.graded(grade);
      } catch (error) {
        this.#listener.failed(next, error);
      }
      this.#running = undefined;
    }
  }
}
