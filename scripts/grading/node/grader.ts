import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  briefOf,
  type Chapter,
  checkFilesOf,
  checkTexts,
  listChapters,
  type Source,
} from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { listTasks } from '../../course/tasks.ts';
import { UsageError } from '../../lib/usage-error.ts';
import { ChapterRun } from '../chapter-run.ts';
import { judge } from '../judge.ts';
import type { ChapterGrade } from '../outcome.ts';
import { CheckProcess } from './check-process.ts';
import { readKnownMistakes } from './known-mistakes.ts';

/** How many chapters are graded side by side. */
const SIDE_BY_SIDE = 2;

export interface GraderOptions {
  /** Which of the two trees is graded. */
  source?: Source;
  /** The course's folder, when it is not the one that this file is in. */
  root?: string;
  /**
   * The code is somebody else's, who may want a better grade than it deserves: it gets nothing but
   * what a chapter needs. `root` is then a copy of its own.
   */
  untrusted?: boolean;
  /** The folder of the whole course, when `root` is a copy without its checks and solutions. */
  course?: string;
  /** Keep a process waiting for the next chapter: for one who grades again and again. */
  warm?: boolean;
  /**
   * How many runs a process is for: 1 unless told. More is quicker, and right only where the code
   * that is graded is known not to spoil its process.
   */
  runsPerProcess?: number;
  /** Is told as checks finish. */
  onProgress?: (progress: RunProgress) => void;
}

/** How far the run of a chapter is. */
export interface RunProgress {
  chapter: Chapter;
  finished: number;
  checks: number;
  /** The checks that have finished, by id, and whether they passed. */
  results: [id: string, passed: boolean][];
}

/**
 * Grades chapters, again and again if wanted: each time what is on the disk then. To be closed.
 *
 * The learner's code runs in a process of its own, with the checks.
 */
export class Grader {
  readonly root: string;
  readonly source: Source;
  readonly #options: GraderOptions;
  readonly #processes = new Set<CheckProcess>();
  readonly #runs = new Set<ChapterRun>();
  /** Processes that wait for their next run. */
  #free: CheckProcess[] = [];
  #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;

  private constructor(options: GraderOptions) {
    this.#options = options;
    this.root = options.root ?? courseRoot;
    this.source = options.source ?? 'chapters';
    this.#free.push(this.#start());
  }

  get #course(): string {
    return this.#options.course ?? this.root;
  }

  /** Starts a process ahead of the first run. */
  static async open(options: GraderOptions = {}): Promise<Grader> {
    return new Grader(options);
  }

  /**
   * Grades chapters, two at a time.
   *
   * @param numbers 1 and up, in the order of the answer
   * @param only this task's checks alone are run, or this check alone: `3.2`, `3.2/names-a-person`
   * @throws UsageError when the course has no such chapter, or nothing to grade in it
   */
  async grade(numbers: readonly number[], only?: string): Promise<ChapterGrade[]> {
    const chapters = listChapters(this.root);
    const wanted = numbers.map((number) => {
      const chapter = chapters.find((one) => one.number === number);
      const files = chapter ? checkFilesOf(this.#course, chapter.slug, only) : [];
      if (!chapter || files.length === 0) {
        throw new UsageError(`There is no chapter ${number} to grade.`);
      }
      return { chapter, files };
    });
    return Promise.all(
      wanted.map(async ({ chapter, files }) => {
        const run = new ChapterRun(({ results, checks }) =>
          this.#options.onProgress?.({
            chapter,
            finished: results.size,
            checks: checks.length,
            results: [...results.values()].map(({ id, passed }) => [id, passed]),
          }),
        );
        await this.#carryOut(run, files, only);
        return judge(run, {
          chapter,
          chapters,
          ...this.#knowledgeOf(chapter.slug),
          source: this.source,
          only,
        });
      }),
    );
  }

  /** Cuts short what runs: `grade` then answers soon, with what there is. */
  cancel(): void {
    for (const run of this.#runs) run.end({ reason: 'cancel' });
  }

  /** Ends every process at once. */
  close(): void {
    this.#closed = true;
    this.cancel();
    for (const checkProcess of this.#processes) checkProcess.kill();
  }

  /** What the disk says of a chapter now. A brief that can't be read is for doctor to tell. */
  #knowledgeOf(slug: string) {
    const { root } = this;
    const briefs = tryTo(() => briefOf(root, slug).tasks) ?? [];
    const places = tryTo(() => listTasks(this.#course, slug)) ?? [];
    const read = (path: string) => tryTo(() => readFileSync(join(root, path), 'utf8'));
    return { briefs, places, sources: { root, read }, known: readKnownMistakes(root, slug) };
  }

  async #carryOut(run: ChapterRun, files: string[], only: string | undefined): Promise<void> {
    this.#runs.add(run);
    if (this.#busy >= SIDE_BY_SIDE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#busy += 1;
    const checkProcess = this.#takeFree() ?? this.#start();
    checkProcess.run(run, {
      files,
      only,
      ...(this.#options.course && { texts: checkTexts(this.#course) }),
    });
    await run.done;
    this.#runs.delete(run);
    this.#busy -= 1;
    this.#waiting.shift()?.();
    if (checkProcess.isUsable) this.#free.push(checkProcess);
    // Not at once: the verdict comes first.
    else if (this.#options.warm) setTimeout(() => this.#keepSpare(files), 50);
  }

  /** One that waits; it may have ended while it did. */
  #takeFree(): CheckProcess | undefined {
    this.#free = this.#free.filter(({ isUsable }) => isUsable);
    return this.#free.pop();
  }

  #keepSpare(files: string[]): void {
    if (this.#closed || this.#free.some(({ isUsable }) => isUsable)) return;
    const spare = this.#start();
    spare.warmUp(files);
    this.#free.push(spare);
  }

  #start(): CheckProcess {
    const { root, source } = this;
    const { untrusted = false, runsPerProcess: runs = 1 } = this.#options;
    const checkProcess: CheckProcess = new CheckProcess({
      root,
      source,
      untrusted,
      runs,
      onEnd: () => this.#processes.delete(checkProcess),
    });
    this.#processes.add(checkProcess);
    return checkProcess;
  }
}

function tryTo<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
