import { createHash } from 'node:crypto';
import { briefOf, type Chapter, checkFilesOf, listChapters } from '../../course/chapters.ts';
import { listTasks } from '../../course/tasks.ts';
import { ChapterRun } from '../../grading/chapter-run.ts';
import { judge } from '../../grading/judge.ts';
import { readKnownMistakes } from '../../grading/node/known-mistakes.ts';
import type { ChapterGrade } from '../../grading/outcome.ts';
import { ROOT } from '../names.ts';
import type { GradeOrder } from '../worker/orders.ts';
import { isLearners, layChecks, modulesNow } from './course.ts';
import type { TabWorker } from './tab-worker.ts';
import type { Workers } from './workers.ts';

/** How long the line of a loop is looked for, in milliseconds. */
const SEARCH = 6_000;

/** How far the run of a chapter is. */
export interface TabProgress {
  chapter: Chapter;
  finished: number;
  checks: number;
  results: [id: string, passed: boolean][];
}

/** Grades chapters in workers of this page: each time what is on the tab's disk then. */
export class TabGrader {
  readonly #workers: Workers;
  readonly #onProgress: (progress: TabProgress) => void;
  #run: ChapterRun | undefined;

  constructor(workers: Workers, onProgress: (progress: TabProgress) => void = () => {}) {
    this.#workers = workers;
    this.#onProgress = onProgress;
  }

  /**
   * Grades chapters, one after the other.
   *
   * @param only this task's checks alone are run, or this check alone
   */
  async grade(
    numbers: readonly number[],
    only?: string,
    source: 'chapters' | 'solutions' = 'chapters',
  ): Promise<ChapterGrade[]> {
    const grades: ChapterGrade[] = [];
    for (const number of numbers) grades.push(await this.#grade(number, only, source));
    return grades;
  }

  /** Cuts short what runs: `grade` then answers soon, with what there is. */
  cancel(): void {
    this.#run?.end({ reason: 'cancel' });
  }

  close(): void {
    this.cancel();
    this.#workers.close();
  }

  async #grade(
    number: number,
    only: string | undefined,
    source: 'chapters' | 'solutions',
  ): Promise<ChapterGrade> {
    const chapters = listChapters(ROOT);
    const chapter = chapters.find((each) => each.number === number);
    if (!chapter) throw new Error(`There is no chapter ${number} to grade.`);
    await layChecks(chapter.slug);
    const { modules, texts } = await modulesNow(source);
    const files = checkFilesOf(ROOT, chapter.slug, only);
    const run = new ChapterRun(({ results, checks }) =>
      this.#onProgress({
        chapter,
        finished: results.size,
        checks: checks.length,
        results: [...results.values()].map(({ id, passed }) => [id, passed]),
      }),
    );
    this.#run = run;
    const worker = this.#workers.take();
    const order: GradeOrder = { kind: 'grade', modules, source, files, only };
    await started(worker);
    if (!run.ended) worker.run(run, order, () => void this.#endStuck(run, worker, order, texts));
    await run.done;
    this.#run = undefined;
    // Not at once: the verdict comes first.
    setTimeout(() => void this.#workers.keepSpare().catch(() => {}), 50);
    if (run.cutShort === undefined) run.digests = digestsOf(texts);
    const places = listTasks(ROOT, chapter.slug);
    return judge(run, {
      chapter,
      chapters,
      briefs: briefOf(ROOT, chapter.slug).tasks,
      places,
      sources: { root: ROOT, read: (path) => texts.get(path) },
      known: readKnownMistakes(ROOT, chapter.slug),
      source,
      only,
    });
  }

  /** Ends a worker that is stuck, and looks for the line: the same again, with loops that count. */
  async #endStuck(
    run: ChapterRun,
    worker: TabWorker,
    order: GradeOrder,
    texts: Map<string, string>,
  ): Promise<void> {
    worker.end();
    const { countLoops } = await import('./count-loops.ts');
    const modules = { ...order.modules };
    for (const [path, module] of Object.entries(modules)) {
      if (isLearners(path)) modules[path] = countLoops(path, texts.get(path) ?? '', module);
    }
    const second = this.#workers.takeFresh();
    const place = await new Promise<string | undefined>((resolve) => {
      second.listen((news) => {
        if (news.kind === 'loops') resolve(news.place);
        if (news.kind === 'graded' || news.kind === 'ended') resolve(undefined);
      });
      // From now on, not from when it is ready: the run itself has a deadline.
      setTimeout(() => resolve(undefined), SEARCH);
      const again = { ...order, modules, only: run.current ?? order.only };
      second.ready.then(
        () => second.order(again),
        () => resolve(undefined),
      );
    });
    second.end();
    run.end({ reason: 'hang', stack: place === undefined ? '' : `    at ${place}` });
  }
}

/** Waits for a worker: how long that takes says nothing of the code that it is to run. */
async function started(worker: TabWorker): Promise<void> {
  try {
    await worker.ready;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The grader did not start: ${why} Are you online? Then reload the page.`, {
      cause: error,
    });
  }
}

function digestsOf(texts: Map<string, string>): Record<string, string> {
  const learners = [...texts].filter(([path]) => path.startsWith('chapters/'));
  return Object.fromEntries(
    learners.map(([path, text]) => [path, createHash('sha256').update(text).digest('base64url')]),
  );
}
