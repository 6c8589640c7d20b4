import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createVitest, type Vitest } from 'vitest/node';
import { type Chapter, listChapters, type Source } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { UsageError } from '../../lib/usage-error.ts';
import { ChapterRun } from '../chapter-run.ts';
import { CheckPool } from '../check-pool.ts';
import { judge } from '../judge.ts';
import type { ChapterGrade } from '../outcome.ts';

const RUNNER = fileURLToPath(new URL('./worker/runner.ts', import.meta.url));

const ENVIRONMENT = {
  NODE_ENV: 'test',
  VITEST: 'true',
  NO_COLOR: '1',
  FORCE_COLOR: '',
  CAIRN_TELLS: '1',
};

export interface GraderOptions {
  /** Which of the two trees is graded. */
  source?: Source;
  /** The course's folder, when it is not the one that this file is in. */
  root?: string;
  /** Keep a process waiting for the next chapter: for one who grades again and again. */
  warm?: boolean;
  /**
   * How many runs a process is for: 1 unless told. More is quicker, and right only where the code
   * that is graded is known not to spoil its process.
   */
  runsPerProcess?: number;
  /** Is told as checks finish. */
  onProgress?: (progress: Progress) => void;
}

/** How far the run of a chapter is. */
export interface Progress {
  chapter: Chapter;
  finished: number;
  checks: number;
  /** The checks that have finished, by id, and whether they passed. */
  results: [id: string, passed: boolean][];
}

/** Grades chapters, again and again if wanted. To be closed. */
export class Grader {
  readonly root: string;
  readonly source: Source;
  readonly #vitest: Vitest;
  readonly #pool: CheckPool;
  readonly #onProgress: GraderOptions['onProgress'];
  #settled: Promise<void> = Promise.resolve();

  private constructor(vitest: Vitest, pool: CheckPool, root: string, options: GraderOptions) {
    this.root = root;
    this.source = options.source ?? 'chapters';
    this.#vitest = vitest;
    this.#pool = pool;
    this.#onProgress = options.onProgress;
  }

  /** Starts Vitest, which takes a moment: everything after that is quick. */
  static async open(options: GraderOptions = {}): Promise<Grader> {
    const root = options.root ?? courseRoot;
    const pool = new CheckPool(ENVIRONMENT, {
      keepSpare: options.warm ?? false,
      runsPerProcess: options.runsPerProcess ?? 1,
    });
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const starting = createVitest(
      'test',
      {
        root,
        config: false,
        watch: false,
        include: ['chapters/*/*.test.ts'],
        pool,
        runner: RUNNER,
        maxWorkers: 2,
        reporters: [{}],
        disableConsoleIntercept: true,
        allowOnly: false,
        cache: false,
        env: ENVIRONMENT,
      },
      {
        root,
        logLevel: 'silent',
        ssr: { resolve: { conditions: conditionsFor(options.source) } },
        server: { watch: null },
      },
      { stdout: nowhere as NodeJS.WriteStream, stderr: nowhere as NodeJS.WriteStream },
    );
    const vitest = await starting.catch((error: unknown) => {
      pool.close();
      throw error;
    });
    return new Grader(vitest, pool, root, options);
  }

  /**
   * Grades chapters, two at a time. Not to be called again before it has answered.
   *
   * @param numbers 1 and up, in the order of the answer
   * @param only this task's checks alone are run, or this check alone: `3.2`, `3.2/names-a-person`
   * @throws UsageError when the course has no such chapter, or nothing to grade in it
   */
  async grade(numbers: readonly number[], only?: string): Promise<ChapterGrade[]> {
    const chapters = listChapters(this.root);
    const started = numbers.map((number) => this.#start(number, chapters));
    const runs = started.map(({ run }) => run);

    const project = this.#vitest.getRootProject();
    const some = only === undefined ? {} : { testNamePattern: testsOf(only) };
    const specifications = runs.map(({ file }) =>
      project.createSpecification(vitePath(file), some),
    );
    // Vitest's own word on the run adds nothing: each ChapterRun hears from its process directly.
    this.#settled = this.#vitest.runTestSpecifications(specifications).then(
      () => {},
      () => {},
    );
    const all = Promise.all(runs.map(({ done }) => done));
    await Promise.race([all, this.#settled]);
    // A run that got no process: its checks are missing, so it does not pass.
    for (const run of runs) if (!run.attached) run.end();
    await all;
    return started.map(({ chapter, run }) =>
      judge(run, { chapter, chapters, root: this.root, source: this.source, only }),
    );
  }

  #start(number: number, chapters: Chapter[]): { chapter: Chapter; run: ChapterRun } {
    const chapter = chapters.find((one) => one.number === number);
    const file = chapter && testFileOf(this.root, chapter);
    if (!chapter || !file) throw new UsageError(`There is no chapter ${number} to grade.`);
    const run = new ChapterRun(file, ({ results, checks }) =>
      this.#onProgress?.({
        chapter,
        finished: results.size,
        checks: checks.length,
        results: [...results.values()].map(({ id, passed }) => [id, passed]),
      }),
    );
    this.#pool.runs.set(vitePath(file), run);
    return { chapter, run };
  }

  /** Resolves when Vitest is ready to grade again, which is a little after a grade is known. */
  settled(): Promise<void> {
    return this.#settled;
  }

  /** Cuts short what runs: `grade` then answers soon, with what there is. */
  cancel(): void {
    for (const run of this.#pool.runs.values()) run.end({ reason: 'cancel' });
  }

  /** Makes Vitest read these files anew. */
  invalidate(files: readonly string[]): void {
    for (const file of files) {
      this.#vitest.invalidateFile(vitePath(file));
      // And a process that has read them before, should it be used again.
      this.#vitest.watcher.invalidates.add(vitePath(file));
    }
  }

  /** Ends every process at once. */
  close(): void {
    this.#pool.close();
    void this.#vitest.close().catch(() => {});
  }
}

/** The chapter's checks: an absolute path, or undefined where there are none. */
export function testFileOf(root: string, chapter: Chapter): string | undefined {
  const folder = join(root, 'chapters', chapter.slug);
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => file.endsWith('.test.ts'));
  return name && join(folder, name);
}

/** `#course/*` leads to one tree or the other by this, in package.json's `imports`. */
function conditionsFor(source: Source = 'chapters'): string[] {
  const usual = ['module', 'node', 'development|production'];
  return source === 'solutions' ? ['solutions', ...usual] : usual;
}

/** A task's suite begins with its number, and a check's test with its name: see check/task.ts. */
function testsOf(only: string): RegExp {
  const [task = '', check] = only.split('/');
  const suite = `^task ${task.replace('.', '\\.')} `;
  return new RegExp(check === undefined ? suite : `${suite}${check}: `);
}

function vitePath(file: string): string {
  return file.replaceAll('\\', '/');
}
