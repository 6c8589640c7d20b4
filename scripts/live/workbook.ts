import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { currentChapter } from '../grading/node/current-chapter.ts';
import { type Chapter, listChapters } from '../course/chapters.ts';
import { compareChapter } from '../course/compare.ts';
import { fromRoot } from '../lib/files.ts';
import type { Watch } from '../lib/watch-files.ts';
import { replaceChapter, replaceTask } from '../course/replace.ts';
import { layFiles } from '../course/starters.ts';
import { listTasks } from '../course/tasks.ts';
import { nextHint, readGiven } from '../grading/node/hints.ts';
import type { ChapterGrade, CheckGrade, TypeNote } from '../grading/outcome.ts';
import { rememberGrades } from '../grading/node/progress.ts';
import { type Answer, NoAnswer } from '../serve/answer.ts';
import type { ChapterRequest } from '../serve/learners-api.ts';
import { CannotDo, isExplained, messageOf } from './cannot-do.ts';
import { codeFiles, readCode, saveCode } from './code-files.ts';
import { GradeQueue, type OpenGrader } from './grade-queue.ts';
import type { Ask, RequestAsk, Tell, WriteAsk } from './protocol.ts';
import { chapterViews, checkView, gradeView } from './views.ts';

/** A page that is open: where to tell it what. */
export interface Page {
  tell: (news: Tell) => void;
}

/** A chapter's API, wherever it runs. */
export interface WorkbookApi {
  /** @throws NoAnswer */
  send(ask: ChapterRequest, chapters: Chapter[]): Promise<Answer>;
  /** A file of this chapter was saved. */
  saved(chapter: number): Promise<void>;
  close(): void;
}

/** What TypeScript says of a chapter's files: an extra, that never fails. */
export interface WorkbookNotes {
  warmUp(): Promise<void>;
  of(slug: string): Promise<TypeNote[]>;
  close(): void;
}

/** What a workbook needs of where it is. */
export interface WorkbookHost {
  openGrader: OpenGrader;
  /** @param say is given what the API prints */
  openApi(say: (chapter: number, text: string) => void): WorkbookApi;
  /** @param onSaved is given the learner's files that were saved: absolute paths */
  watch(onSaved: (files: string[]) => void): Watch;
  /** Where TypeScript can be asked. */
  typeNotes?: WorkbookNotes;
  /** Opens a file, `path:line:column`, in the learner's editor, or says why it can't. */
  openFile(place: string): Promise<string | undefined>;
}

/**
 * The learner's course, to the pages that are open: it grades on save, keeps progress, gives hints,
 * runs the API, compares, and puts solutions and starters in place.
 */
export class Workbook {
  readonly #root: string;
  readonly #pages = new Map<Page, string | null>();
  readonly #queue: GradeQueue;
  readonly #watch: Watch;
  readonly #api: WorkbookApi;
  readonly #host: WorkbookHost;
  /** By chapter: what it was last graded. */
  readonly #grades = new Map<number, ChapterGrade>();
  /** What TypeScript said of a grade's files. */
  readonly #notes = new WeakMap<ChapterGrade, TypeNote[]>();

  /** @param root the course's folder */
  constructor(root: string, host: WorkbookHost) {
    this.#root = root;
    this.#host = host;
    this.#queue = new GradeQueue(host.openGrader, {
      running: ({ chapter, finished, checks, results }) =>
        this.#tellAll({ kind: 'running', chapter, finished, of: checks, results }),
      graded: (grade) => this.#graded(grade),
      failed: (chapter, error) => this.#trouble(error, chapter),
    });
    this.#api = host.openApi((chapter, text) =>
      this.#tellAll({ kind: 'log', chapter, text: text.slice(0, 10_000) }),
    );
    this.#watch = host.watch((files) => this.#orTrouble(() => this.#saved(files)));
  }

  /** A page is gone. */
  closed(page: Page): void {
    this.#pages.delete(page);
  }

  /** Progress was made elsewhere: by a command. */
  progressChanged(): void {
    this.#orTrouble(() => this.#tellState());
  }

  /** A page asks for something. */
  async ask(ask: Ask, page: Page): Promise<void> {
    try {
      await this.#answer(ask, page);
    } catch (error) {
      if (!isExplained(error)) console.error(error);
      const message = messageOf(error, this.#root);
      page.tell({ kind: 'refused', ask: ask.kind, message });
    }
  }

  /** Does what nobody waits for: nothing that goes wrong with it may end the workbook. */
  #orTrouble(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#trouble(error);
    }
  }

  #trouble(error: unknown, chapter = 0): void {
    if (!isExplained(error)) console.error(error);
    this.#tellAll({ kind: 'trouble', chapter, message: messageOf(error, this.#root) });
  }

  close(): void {
    this.#watch.close();
    this.#pages.clear();
    this.#queue.close();
    this.#host.typeNotes?.close();
    this.#api.close();
  }

  async #answer(ask: Ask, page: Page): Promise<void> {
    switch (ask.kind) {
      case 'open':
        return this.#opened(ask.slug, page);
      case 'grade':
        return this.#queue.want([this.#chapter(ask.chapter).number]);
      case 'hint':
        return this.#hint(ask.check, page);
      case 'edit':
        return this.#edit(ask.task, page);
      case 'files':
        return this.#files(ask.chapter, page);
      case 'write':
        return this.#write(ask, page);
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
    for (const news of this.#state()) page.tell(news);
    const chapter = this.#chapters().find((each) => each.slug === slug);
    if (!chapter || chapter.number === 0) return;
    // Ready for the first save. Nothing is graded before: what hangs must not hang again by itself.
    this.#queue.warmUp().catch((error: unknown) => this.#trouble(error));
    void this.#host.typeNotes?.warmUp();
    const grade = this.#grades.get(chapter.number);
    const notes = grade && this.#notes.get(grade);
    if (grade) page.tell({ kind: 'grade', grade: gradeView(this.#root, grade, notes) });
  }

  #saved(files: string[]): void {
    for (const file of files) this.#orTrouble(() => this.#tellFile(fromRoot(this.#root, file)));
    const numbers = files.map((file) => {
      const [, slug = ''] = relative(this.#root, file).split(sep);
      return Number(slug.slice(0, 2));
    });
    const saved = [...new Set(numbers)].sort((a, b) => a - b);
    const [first = 0] = saved;
    this.#api.saved(first).catch((error: unknown) => this.#trouble(error));
    // What is being read is graded when it builds on what was saved; else what was saved.
    const open = this.#chapters()
      .filter(({ slug }) => [...this.#pages.values()].includes(slug))
      .map(({ number }) => number)
      .filter((number) => number >= Math.max(1, first));
    this.#queue.want(open.length > 0 ? open : saved.filter((number) => number > 0));
    this.#tellState();
  }

  #tellFile(path: string): void {
    const text = readCode(this.#root, path);
    if (text !== undefined) this.#tellAll({ kind: 'file', path, text });
  }

  #graded(grade: ChapterGrade): void {
    this.#grades.set(grade.chapter, grade);
    this.#tellAll({ kind: 'grade', grade: gradeView(this.#root, grade) });
    void this.#note(grade);
    this.#orTrouble(() => rememberGrades(this.#root, [grade]));
    this.#orTrouble(() => this.#tellState());
  }

  /** The verdict doesn't wait for TypeScript, and a newer one makes its notes stale. */
  async #note(grade: ChapterGrade): Promise<void> {
    const notes = (await this.#host.typeNotes?.of(grade.slug)) ?? [];
    if (this.#grades.get(grade.chapter) !== grade) return;
    this.#notes.set(grade, notes);
    if (notes.length > 0) this.#tellAll({ kind: 'notes', chapter: grade.chapter, notes });
  }

  #hint(id: string, page: Page): void {
    const check = this.#checkOf(id);
    if (!check || check.passed)
      throw new CannotDo('Grade the chapter first: then there are hints.');
    nextHint(this.#root, id, check.hints);
    const { given } = checkView(check, readGiven(this.#root));
    page.tell({ kind: 'hint', check: id, given, hints: check.hints.length });
  }

  async #edit(task: string, page: Page): Promise<void> {
    const path = this.#placeOf(task);
    const message = await this.#host.openFile(path);
    if (message !== undefined) page.tell({ kind: 'notOpened', task, path, message });
  }

  #files(number: number, page: Page): void {
    const { slug } = this.#chapter(number);
    page.tell({ kind: 'files', chapter: number, files: codeFiles(this.#root, slug) });
  }

  /** Writes what was typed in a page. Whoever watches the files grades it. */
  #write({ chapter, file, ...edit }: WriteAsk, page: Page): void {
    const { slug } = this.#chapter(chapter);
    const path = `chapters/${slug}/${file}`;
    const saved = saveCode(this.#root, slug, { ...edit, path });
    if ('conflict' in saved) page.tell({ kind: 'conflict', path, text: saved.conflict });
    else page.tell({ kind: 'written', path, ...(saved.backup && { backup: saved.backup }) });
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
    const before = chapterViews(this.#root).filter((each) => each.number < number && each.hasGaps);
    const files = before.flatMap(({ slug }) => replaceChapter(this.#root, slug, 'solution'));
    const numbers = before.map((each) => each.number).join(', ');
    const what =
      before.length === 1
        ? `Chapter ${numbers} is the solution now.`
        : `Chapters ${numbers} are the solutions now.`;
    this.#lay(files, String(number), what, page);
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
      const answer = await this.#api.send(ask, this.#chapters());
      page.tell({ kind: 'answer', answer: { ...answer, id: ask.id } });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      page.tell({ kind: 'noAnswer', id: ask.id, message: error.message });
    }
  }

  #tellAll(news: Tell): void {
    for (const page of this.#pages.keys()) page.tell(news);
  }

  #tellState(): void {
    if (this.#pages.size === 0) return;
    for (const news of this.#state()) this.#tellAll(news);
  }

  /** What can be read of the course, and what is in the way of the rest: half of an update, say. */
  #state(): Tell[] {
    const troubles: unknown[] = [];
    const chapters = chapterViews(this.#root, (error) => troubles.push(error));
    let current = chapters.find(({ number }) => number > 0)?.number ?? 1;
    try {
      current = currentChapter(this.#root).number;
    } catch (error) {
      troubles.push(error);
    }
    const state: Tell = { kind: 'state', chapters, current };
    if (troubles.length === 0) return [state];
    const message = messageOf(troubles[0], this.#root);
    return [state, { kind: 'trouble', chapter: 0, message }];
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
