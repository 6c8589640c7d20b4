import { shallowReactive, shallowRef } from 'vue';
import type { CodeFile } from '../../../../../scripts/live/code-files.ts';
import type { Ask, Tell } from '../../../../../scripts/live/protocol.ts';
import type { Notes } from '../../stored.ts';

/** What the workbook tells of files. */
export type CodeNews = Extract<
  Tell,
  { kind: 'files' | 'file' | 'written' | 'conflict' | 'refused' }
>;

export interface ChapterFilesOptions {
  chapter: number;
  ask: (what: Ask) => void;
  /** Where what is typed is noted until it is written: a page that is closed has no time to write. */
  notes: Notes;
  /** A file was written elsewhere, or is there for the first time. */
  onText: (path: string, text: string) => void;
}

/** A file as this page knows it. */
interface Known {
  /** What is in it, as far as the workbook has told. */
  disk: string;
  /** What was typed, and isn't on disk yet. */
  draft?: string | undefined;
}

interface Note {
  disk: string;
  draft: string;
}

/**
 * A chapter's files, in a page: what is on disk, and what was typed and isn't there yet. Nothing that
 * another program has written is written over unseen.
 */
export class ChapterFiles {
  /** Empty until the workbook has told. */
  readonly list = shallowRef<Omit<CodeFile, 'text'>[]>([]);
  /** By path: what somebody else has written, while something was typed here. */
  readonly conflicts = shallowReactive(new Map<string, string>());
  /** Where a copy is of what was written over, with the reader's leave. */
  readonly backup = shallowRef<string>();
  readonly #files = new Map<string, Known>();
  /** What was sent and has not been answered. Answers come in the same order. */
  #sent: { path: string; text: string }[] = [];
  readonly #options: ChapterFilesOptions;

  constructor(options: ChapterFilesOptions) {
    this.#options = options;
    this.load();
  }

  /** Asks for all of them: at first, and of a workbook that was started anew. */
  load(): void {
    this.#options.ask({ kind: 'files', chapter: this.#options.chapter });
  }

  /** What the editor shows. */
  read(path: string): string {
    const file = this.#files.get(path);
    return file?.draft ?? file?.disk ?? '';
  }

  /** Something was typed. It isn't written yet. */
  typed(path: string, text: string): void {
    const file = this.#files.get(path);
    if (!file) return;
    file.draft = text;
    this.#note(path, file);
  }

  /** Writes what was typed. Gives back whether there was anything. */
  save(): boolean {
    const unsaved = [...this.#files].filter(
      ([path, file]) =>
        file.draft !== undefined &&
        file.draft !== this.#lastOf(path, file) &&
        !this.conflicts.has(path),
    );
    for (const [path, file] of unsaved) this.#send(path, file, false);
    return unsaved.length > 0;
  }

  /** In a conflict: what was typed here goes, and the editor shows what is in the file. */
  takeTheirs(path: string): void {
    const file = this.#files.get(path);
    const theirs = this.conflicts.get(path);
    if (!file || theirs === undefined) return;
    this.conflicts.delete(path);
    file.disk = theirs;
    file.draft = undefined;
    this.#settle(path, file);
    this.#options.onText(path, theirs);
  }

  /** In a conflict: what was typed here is written, and the other version kept. */
  keepMine(path: string): void {
    const file = this.#files.get(path);
    const theirs = this.conflicts.get(path);
    if (!file || theirs === undefined) return;
    this.conflicts.delete(path);
    file.disk = theirs;
    this.#send(path, file, true);
  }

  /** Is given what the workbook tells. */
  take(news: CodeNews): void {
    switch (news.kind) {
      case 'files':
        if (news.chapter !== this.#options.chapter) return;
        this.#sent = [];
        for (const { path, text } of news.files) this.#found(path, text);
        this.list.value = news.files.map(({ path, tasks }) => ({ path, tasks }));
        return;
      case 'file':
        return this.#changed(news.path, news.text);
      case 'written': {
        const sent = this.#sent.shift();
        const file = this.#files.get(news.path);
        if (!file || !sent) return;
        file.disk = sent.text;
        this.#settle(news.path, file);
        if (news.backup !== undefined) this.backup.value = news.backup;
        return;
      }
      case 'conflict':
        this.#sent.shift();
        if (this.#files.has(news.path)) this.conflicts.set(news.path, news.text);
        return;
      case 'refused':
        // It stays a draft, and is sent again with what is typed next.
        if (news.ask === 'write') this.#sent.shift();
    }
  }

  /** This is in a file, by a workbook that knows nothing of what was sent before. */
  #found(path: string, text: string): void {
    const before = this.#files.get(path) ?? this.#noteOf(path);
    const file: Known = { disk: text, draft: before?.draft };
    this.#files.set(path, file);
    this.#settle(path, file);
    this.#options.onText(path, file.draft ?? text);
    if (file.draft === undefined) return;
    if (text === before?.disk || text === '') this.#send(path, file, false);
    else this.conflicts.set(path, text);
  }

  /** A file was saved: by this page, perhaps, or by another program. */
  #changed(path: string, text: string): void {
    const file = this.#files.get(path);
    // What this page has sent is answered first: then it is clear who has written what.
    if (!file || text === file.disk || this.#sent.some((each) => each.path === path)) return;
    if (file.draft !== undefined && file.draft !== text) {
      this.conflicts.set(path, text);
      return;
    }
    this.conflicts.delete(path);
    file.disk = text;
    this.#settle(path, file);
    this.#options.onText(path, text);
  }

  #send(path: string, file: Known, keep: boolean): void {
    const { draft } = file;
    if (draft === undefined) return;
    const before = this.#lastOf(path, file);
    this.#sent.push({ path, text: draft });
    const name = path.slice(path.lastIndexOf('/') + 1);
    const { chapter, ask } = this.#options;
    ask({ kind: 'write', chapter, file: name, text: draft, before, keep });
  }

  /** What is in a file once everything that was sent is written. */
  #lastOf(path: string, { disk }: Known): string {
    return this.#sent.findLast((each) => each.path === path)?.text ?? disk;
  }

  /** What is on disk need not be noted any longer. */
  #settle(path: string, file: Known): void {
    if (file.draft !== undefined && file.draft !== file.disk) return this.#note(path, file);
    file.draft = undefined;
    this.#options.notes.removeItem(nameOf(path));
  }

  #note(path: string, { disk, draft }: Known): void {
    try {
      this.#options.notes.setItem(nameOf(path), JSON.stringify({ disk, draft }));
    } catch {
      // No room: then only what was typed in the last moment isn't safe.
    }
  }

  #noteOf(path: string): Note | undefined {
    try {
      const note = JSON.parse(this.#options.notes.getItem(nameOf(path)) ?? 'null') as Note | null;
      return typeof note?.draft === 'string' && typeof note.disk === 'string' ? note : undefined;
    } catch {
      return undefined;
    }
  }
}

const nameOf = (path: string) => `cairn:typed:${path}`;

/** Whether something was typed in a chapter that an earlier page had no time to write. */
export function hasDrafts(slug: string, notes: Notes): boolean {
  return Object.keys(notes).some((name) => name.startsWith(nameOf(`chapters/${slug}/`)));
}
