import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isFile, listFiles } from '../../lib/files.ts';
import { MOST_NOTES, type TypeNote } from '../outcome.ts';

/** Milliseconds. What takes longer hangs: the compiler's process was killed, say. */
const PATIENCE = 10_000;

/**
 * TypeScript's own view of the learner's files, beside the verdict. It runs in a process of its own,
 * which stays warm: the first question takes a second, every other one a moment. To be closed.
 */
export class TypeNotes {
  readonly #root: string;
  readonly #config: string;
  #worker: Worker | undefined;
  #closed = false;
  #asked = 0;
  /** Who waits for an answer, by the question's number. */
  readonly #waiting = new Map<number, (notes: TypeNote[]) => void>();
  /** By path: what each file was like when it was last looked at. */
  #seen = new Map<string, string>();

  /** @param root the course's folder */
  constructor(root: string) {
    this.#root = root;
    this.#config = join(root, 'chapters', 'tsconfig.json');
  }

  /** Gets ready for the first question. */
  async warmUp(): Promise<void> {
    try {
      this.#open();
    } catch {
      // Notes are an extra.
    }
  }

  /**
   * The type errors in a chapter's own files, as they are on the disk now, a line's first one alone.
   * None when TypeScript can't be asked: notes are an extra.
   */
  async of(slug: string): Promise<TypeNote[]> {
    try {
      const worker = this.#open();
      if (!worker) return [];
      const files = listFiles(join(this.#root, 'chapters', slug))
        .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^checks\//.test(file))
        .map((file) => `chapters/${slug}/${file}`);
      const id = ++this.#asked;
      const answer = new Promise<TypeNote[]>((resolve) => this.#waiting.set(id, resolve));
      worker.postMessage({ id, files, fileChanges: this.#look() });
      const tooLate = setTimeout(() => void worker.terminate(), PATIENCE).unref();
      const notes = await answer;
      clearTimeout(tooLate);
      return notes.slice(0, MOST_NOTES);
    } catch {
      return [];
    }
  }

  /** Ends the process. */
  close(): void {
    this.#closed = true;
    void this.#worker?.terminate();
    this.#forget();
  }

  /** What has changed since this was last asked: TypeScript reads nothing again by itself. */
  #look(): { changed: string[]; created: string[]; deleted: string[] } {
    const before = this.#seen;
    const chapters = join(this.#root, 'chapters');
    const paths = listFiles(chapters).filter((file) => file.endsWith('.ts'));
    this.#seen = new Map(
      paths.map((file) => {
        const path = join(chapters, file);
        const { mtimeMs, size } = statSync(path);
        return [path, `${mtimeMs} ${size}`];
      }),
    );
    const now = [...this.#seen];
    return {
      changed: now.filter(([path, is]) => ![is, undefined].includes(before.get(path))).map(first),
      created: now.filter(([path]) => !before.has(path)).map(first),
      deleted: [...before.keys()].filter((path) => !this.#seen.has(path)),
    };
  }

  /** One whose thread has ended is started anew. */
  #open(): Worker | undefined {
    if (this.#worker || this.#closed || !isFile(this.#config)) return this.#worker;
    this.#look();
    const worker = new Worker(new URL('./worker/type-notes.mjs', import.meta.url), {
      workerData: { root: this.#root, config: this.#config },
      execArgv: [],
    });
    worker.unref();
    worker.on('message', ({ id, notes }: { id: number; notes: TypeNote[] }) => {
      this.#waiting.get(id)?.(notes);
      this.#waiting.delete(id);
    });
    worker.on('error', () => {});
    worker.on('exit', () => this.#worker === worker && this.#forget());
    return (this.#worker = worker);
  }

  /** Nobody who waits gets an answer any more. */
  #forget(): void {
    this.#worker = undefined;
    for (const resolve of this.#waiting.values()) resolve([]);
    this.#waiting.clear();
  }
}

function first<Key>([key]: readonly [Key, unknown]): Key {
  return key;
}
