import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { currentChapter } from '../cli/current-chapter.ts';
import { briefOf, type Chapter, listChapters } from '../course/chapters.ts';
import { compareChapter } from '../course/compare.ts';
import { fromRoot } from '../course/files.ts';
import { PlaceLost, replaceChapter, replaceTask } from '../course/replace.ts';
import { layFiles } from '../course/starters.ts';
import { explainSystemError, isSystemError } from '../course/system-error.ts';
import { listTasks, unwrittenTasks } from '../course/tasks.ts';
import { nextHint, readGiven } from '../grading/hints.ts';
import { unwrittenTask } from '../grading/explain.ts';
import { type ChapterGrade, type CheckGrade, NOT_RUN } from '../grading/outcome.ts';
import { readProgress, rememberGrades } from '../grading/progress.ts';
import { GraderLost, GraderService } from './grader-service.ts';
import { LearnersApi, NoAnswer } from './learners-api.ts';
import type {
  Ask,
  ChapterView,
  CheckView,
  GradeView,
  Outcome,
  RequestAsk,
  Tell,
} from './protocol.ts';

/** Editors write a file in several steps: milliseconds of quiet that make a save. */
const QUIET = 20;

/** A page that is open: where to tell it what. */
export interface Page {
  tell: (news: Tell) => void;
}

/**
 * The learner's course, to the pages that are open: it grades on save, keeps progress, gives hints,
 * runs the API, compares, and puts solutions and starters in place.
 */
export class Workbook {
  readonly #root: string;
  readonly #pages = new Map<Page, string | null>();
  readonly #grader: GraderService;
  readonly #api: LearnersApi;
  readonly #openFile: (file: string) => Promise<string | undefined>;
  /** By chapter: what it was last graded. */
  readonly #grades = new Map<number, ChapterGrade>();
  /** The chapters to grade, the next one first. */
  #wanted: number[] = [];
  #running: number | undefined;
  /** Files that the grader has not been told of yet. */
  readonly #changed = new Set<string>();
  /** Chapters saved since the last moment of quiet. */
  readonly #saved = new Set<number>();
  #quiet: NodeJS.Timeout | undefined;

  /**
   * @param root the course's folder
   * @param openFile opens a file, `path:line:column`, in the learner's editor, or says why it can't
   */
  constructor(root: string, openFile: (file: string) => Promise<string | undefined>) {
    this.#root = root;
    this.#openFile = openFile;
    this.#grader = new GraderService(root, ({ chapter, finished, of, results }) => {
      if (chapter === this.#running) {
        this.#tellAll({ kind: 'running', chapter, finished, of, results });
      }
    });
    this.#api = new LearnersApi(root, (chapter, text) =>
      this.#tellAll({ kind: 'log', chapter, text: text.slice(0, 10_000) }),
    );
  }

  /** A page is gone. */
  closed(page: Page): void {
    this.#pages.delete(page);
  }

  /** A file under the course's folder was written, made or deleted. */
  fileChanged(path: string): void {
    const [tree, slug = ''] = relative(this.#root, path).split(sep);
    if (tree === '.workbook' && slug === 'progress.json') return this.#tellState();
    if (tree !== 'chapters' || !path.endsWith('.ts')) return;
    const number = Number(/^\d\d(?=-)/.exec(slug)?.[0]);
    if (Number.isNaN(number)) return;
    this.#changed.add(path);
    this.#saved.add(number);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#onQuiet(), QUIET);
  }

  /** A page asks for something. */
  async ask(ask: Ask, page: Page): Promise<void> {
    try {
      await this.#answer(ask, page);
    } catch (error) {
      const isBug = !(error instanceof CannotDo || error instanceof PlaceLost);
      if (isBug && !isSystemError(error)) console.error(error);
      const message = messageOf(error, this.#root);
      page.tell({ kind: 'refused', ask: ask.kind, message });
    }
  }

  close(): void {
    clearTimeout(this.#quiet);
    this.#pages.clear();
    this.#grader.close();
    this.#api.close();
  }

  async #answer(ask: Ask, page: Page): Promise<void> {
    switch (ask.kind) {
      case 'open':
        return this.#opened(ask.slug, page);
      case 'grade':
        return this.#want([this.#chapter(ask.chapter).number]);
      case 'hint':
        return this.#hint(ask.check, page);
      case 'edit':
        return this.#edit(ask.task, page);
      case 'compare':
        return page.tell(this.#compare(ask.task));
      case 'put':
        return this.#put(ask.by, ask.target, page);
      case 'startFrom':
        return this.#startFrom(ask.chapter, page);
      case 'request':
        return this.#request(ask, page);
    }
  }

  #opened(slug: string | null, page: Page): void {
    this.#pages.set(page, slug);
    page.tell(this.#state());
    const chapter = this.#chapters().find((each) => each.slug === slug);
    if (!chapter || chapter.number === 0) return;
    // Ready for the first save. Nothing is graded before: what hangs must not hang again by itself.
    this.#grader.warmUp();
    const grade = this.#grades.get(chapter.number);
    if (grade) page.tell({ kind: 'grade', grade: this.#view(grade) });
  }

  #onQuiet(): void {
    const saved = [...this.#saved].sort((a, b) => a - b);
    this.#saved.clear();
    const [first] = saved;
    if (first === undefined) return;
    void this.#api.saved(first);
    // What is being read is graded when it builds on what was saved; else what was saved.
    const open = this.#chapters()
      .filter(({ slug }) => [...this.#pages.values()].includes(slug))
      .map(({ number }) => number)
      .filter((number) => number >= Math.max(1, first));
    this.#want(open.length > 0 ? open : saved.filter((number) => number > 0));
    this.#tellState();
  }

  /** Grades chapters, these first. What runs is out of date: it ends, and is graded again. */
  #want(chapters: number[]): void {
    const stale = this.#running;
    const others = [...this.#wanted, ...(stale === undefined ? [] : [stale])];
    this.#wanted = [...new Set([...chapters, ...others])];
    if (stale === undefined) void this.#work();
    else this.#grader.cancel();
  }

  async #work(): Promise<void> {
    for (let next = this.#wanted.shift(); next !== undefined; next = this.#wanted.shift()) {
      this.#running = next;
      const changed = [...this.#changed];
      this.#changed.clear();
      this.#tellAll({ kind: 'running', chapter: next, finished: 0, of: 0, results: [] });
      try {
        const grade = await this.#grader.grade(next, changed);
        // It was cut short by a save, and is wanted again.
        if (grade && !this.#wanted.includes(next)) this.#graded(grade);
      } catch (error) {
        if (!(error instanceof GraderLost)) console.error(error);
        const message = error instanceof Error ? error.message : String(error);
        this.#tellAll({ kind: 'trouble', chapter: next, message });
      }
      this.#running = undefined;
    }
  }

  #graded(grade: ChapterGrade): void {
    this.#grades.set(grade.chapter, grade);
    this.#tellAll({ kind: 'grade', grade: this.#view(grade) });
    rememberGrades(this.#root, [grade]);
    this.#tellState();
  }

  #hint(id: string, page: Page): void {
    const check = this.#checkOf(id);
    if (!check || check.passed)
      throw new CannotDo('Grade the chapter first: then there are hints.');
    nextHint(this.#root, id, check.hints);
    const { given } = this.#viewCheck(check, readGiven(this.#root));
    page.tell({ kind: 'hint', check: id, given, hints: check.hints.length });
  }

  async #edit(task: string, page: Page): Promise<void> {
    const path = this.#placeOf(task);
    const message = await this.#openFile(path);
    if (message !== undefined) page.tell({ kind: 'notOpened', task, path, message });
  }

  #compare(task: string): Tell {
    const { slug, file } = this.#place(task);
    const path = `chapters/${slug}/${file}`;
    const all = compareChapter(this.#root, slug).filter((each) => each.path === path);
    const found = all.find((each) => each.task === task) ?? all.find(({ part }) => part === 'file');
    if (!found) throw new CannotDo(`There is nothing to compare for ${task}.`);
    const { yours, solution, note } = found;
    return { kind: 'comparison', task, file: path, yours, solution, ...(note && { note }) };
  }

  #put(by: 'solution' | 'starter', target: string, page: Page): void {
    const isTask = target.includes('.');
    const { slug } = isTask ? this.#place(target) : this.#chapter(Number(target));
    const files = isTask
      ? [replaceTask(this.#root, slug, target, by)]
      : replaceChapter(this.#root, slug, by);
    this.#lay(files, target, `${isTask ? 'Task' : 'Chapter'} ${target} is the ${by} now.`, page);
  }

  #startFrom(number: number, page: Page): void {
    const before = this.#views().filter((each) => each.number > 0 && each.number < number);
    const files = before
      .filter(({ done }) => !done)
      .flatMap(({ slug }) => replaceChapter(this.#root, slug, 'solution'));
    this.#lay(files, String(number), `Every chapter before ${number} is finished now.`, page);
  }

  #lay(files: Parameters<typeof layFiles>[1], target: string, what: string, page: Page): void {
    const { written, backup } = layFiles(this.#root, files);
    page.tell({
      kind: 'put',
      target,
      what: written.length === 0 ? 'It was so already: nothing was changed.' : what,
      written: written.map(({ path }) => path),
      ...(backup !== undefined && { backup }),
    });
  }

  async #request(ask: RequestAsk, page: Page): Promise<void> {
    try {
      page.tell({ kind: 'answer', answer: await this.#api.send(ask, this.#chapters()) });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      page.tell({ kind: 'noAnswer', id: ask.id, message: error.message });
    }
  }

  #tellAll(news: Tell): void {
    for (const page of this.#pages.keys()) page.tell(news);
  }

  #tellState(): void {
    if (this.#pages.size > 0) this.#tellAll(this.#state());
  }

  #state(): Tell {
    return { kind: 'state', chapters: this.#views(), current: currentChapter(this.#root).number };
  }

  #views(): ChapterView[] {
    const { checks, passed } = readProgress(this.#root);
    return this.#chapters().map(({ number, slug, title }): ChapterView => {
      const points = Object.entries(checks)
        .filter(([id]) => id.startsWith(`${number}.`))
        .reduce((sum, [, check]) => sum + check.points, 0);
      const unwritten = number === 0 ? [] : unwrittenTasks(this.#root, slug);
      const tasks = number === 0 ? [] : listTasks(this.#root, slug);
      const brief = briefIn(this.#root, slug);
      return {
        number,
        slug,
        title,
        summary: brief?.summary ?? '',
        minutes: brief?.minutes ?? 0,
        points,
        max: number === 0 ? 0 : 100,
        done: passed[slug] !== undefined,
        tasks: tasks.map(({ task, file }) => {
          const told = brief?.tasks.find((each) => each.task === task);
          const own = Object.entries(checks).filter(([id]) => id.startsWith(`${task}/`));
          return {
            task,
            title: told?.title ?? task,
            goal: told?.goal ?? '',
            text: told?.text ?? '',
            file: `chapters/${slug}/${file}`,
            written: !unwritten.some((each) => each.task === task),
            done: own.length > 0 && own.every(([, check]) => check.points >= check.max),
          };
        }),
      };
    });
  }

  #view({ checks, ...grade }: ChapterGrade): GradeView {
    const given = readGiven(this.#root);
    const { chapter, points, max, status, durationMs, message, output } = grade;
    return {
      chapter,
      points,
      max,
      status,
      durationMs,
      ...(message !== undefined && { message }),
      checks: checks.map((check) => this.#viewCheck(check, given)),
      notes: [],
      output,
    };
  }

  /** Only the hints that were asked for. */
  #viewCheck(check: CheckGrade, given: Record<string, number>): CheckView {
    const { id, task, taskTitle, title, points, max, message, file, hints } = check;
    const needs = unwrittenTask(message);
    return {
      id,
      task,
      taskTitle,
      title,
      points,
      max,
      outcome: outcomeOf(check),
      ...(needs !== undefined && { needs }),
      ...(message !== undefined && { message }),
      ...(file !== undefined && { file }),
      hints: hints.length,
      given: hints.slice(0, given[id] ?? 0),
    };
  }

  #checkOf(id: string): CheckGrade | undefined {
    return [...this.#grades.values()]
      .flatMap(({ checks }) => checks)
      .find((each) => each.id === id);
  }

  /** Where a task is written: `chapters/03-authenticator/guard.ts:14:1`, as an absolute path. */
  #placeOf(task: string): string {
    const { slug, file } = this.#place(task);
    const path = join(this.#root, 'chapters', slug, file);
    if (!existsSync(path)) {
      throw new CannotDo(`${fromRoot(this.#root, path)} is gone: reset ${task} brings it back.`);
    }
    const lines = readFileSync(path, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes(`#region ${task}`));
    return `${path}:${Math.max(at, 0) + 1}:1`;
  }

  #place(task: string): { slug: string; file: string } {
    const { slug } = this.#chapter(Number(task.split('.')[0]));
    const place = listTasks(this.#root, slug).find((each) => each.task === task);
    if (!place) throw new CannotDo(`There is no task ${task}.`);
    return { slug, file: place.file };
  }

  #chapter(number: number): Chapter {
    const chapter = this.#chapters().find((each) => each.number === number && number > 0);
    if (!chapter) throw new CannotDo(`There is no chapter ${number} to work on.`);
    return chapter;
  }

  #chapters(): Chapter[] {
    return listChapters(this.#root);
  }
}

/** Undefined when the learner has deleted the README, or broken it. */
function briefIn(root: string, slug: string) {
  try {
    return briefOf(root, slug);
  } catch {
    return undefined;
  }
}

function outcomeOf({ task, passed, message }: CheckGrade): Outcome {
  if (passed) return 'passed';
  if (message === NOT_RUN) return 'not-run';
  const needs = unwrittenTask(message);
  if (needs === undefined) return 'failed';
  return needs.split('.')[0] === task.split('.')[0] ? 'unwritten' : 'blocked';
}

function messageOf(error: unknown, root: string): string {
  if (isSystemError(error)) return explainSystemError(error, root);
  return error instanceof Error ? error.message : String(error);
}

/** What was asked cannot be done. The message says why, or what to do. */
class CannotDo extends Error {
  readonly code = 'CANNOT_DO';
}
