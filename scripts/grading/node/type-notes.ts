import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { API, Program } from 'typescript/unstable/async';
import { isFile, listFiles } from '../../lib/files.ts';
import type { TypeNote } from '../outcome.ts';

/** More of them are no help. */
const MOST = 12;

/**
 * TypeScript's own view of the learner's files, beside the verdict. It runs in a process of its own,
 * which stays warm: the first question takes a second, every other one a moment. To be closed.
 */
export class TypeNotes {
  readonly #root: string;
  readonly #config: string;
  #api: Promise<API> | undefined;
  #closed = false;
  /** By path: what each file was like when it was last looked at. */
  #seen = new Map<string, string>();

  /** @param root the course's folder */
  constructor(root: string) {
    this.#root = root;
    this.#config = join(root, 'chapters', 'tsconfig.json');
  }

  /** Gets ready for the first question. */
  async warmUp(): Promise<void> {
    await this.#open().catch(() => undefined);
  }

  /**
   * The type errors in a chapter's own files, as they are on the disk now, a line's first one alone.
   * None when TypeScript can't be asked: notes are an extra.
   */
  async of(slug: string): Promise<TypeNote[]> {
    try {
      const api = await this.#open();
      const snapshot = await api.updateSnapshot({ fileChanges: this.#look() });
      const program = snapshot.getProject(this.#config)?.program;
      const files = listFiles(join(this.#root, 'chapters', slug))
        .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^checks\//.test(file))
        .map((file) => `chapters/${slug}/${file}`);
      const notes = await Promise.all(files.map((file) => program && this.#ask(program, file)));
      await snapshot.dispose();
      return notes.flatMap((some) => some ?? []).slice(0, MOST);
    } catch {
      return [];
    }
  }

  /** Ends the process. */
  close(): void {
    this.#closed = true;
    void this.#api?.then((api) => api.close()).catch(() => undefined);
    this.#api = undefined;
  }

  async #ask(program: Program, file: string): Promise<TypeNote[]> {
    const path = join(this.#root, file);
    // What doesn't parse is told by the verdict, and makes everything behind it look wrong.
    if ((await program.getSyntacticDiagnostics(path)).length > 0) return [];
    const text = readFileSync(path, 'utf8');
    const notes = new Map<number, TypeNote>();
    for (const { pos, text: message } of await program.getSemanticDiagnostics(path)) {
      const line = text.slice(0, pos).split('\n').length;
      const [head = message] = message.split('\n');
      if (!notes.has(line)) notes.set(line, { file, line, message: head });
    }
    return [...notes.values()].sort((one, other) => one.line - other.line);
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

  /** A process that has failed is not asked again. */
  #open(): Promise<API> {
    if (this.#closed) return Promise.reject(new Error('It was closed.'));
    return (this.#api ??= this.#start());
  }

  async #start(): Promise<API> {
    if (!isFile(this.#config)) throw new Error('There is nothing to ask about.');
    const { API } = await import('typescript/unstable/async');
    this.#look();
    const api = new API({ cwd: this.#root });
    await api.updateSnapshot({ openProjects: [this.#config] });
    return api;
  }
}

function first<Key>([key]: readonly [Key, unknown]): Key {
  return key;
}
