import { listFiles } from '../../lib/files.ts';
import { MOST_NOTES, type TypeNote } from '../../grading/outcome.ts';
import { ROOT } from '../names.ts';
import { disk } from '../node/fs.ts';
import type { TypesNews, TypesOrder } from '../types/types-worker.ts';

/** TypeScript's own view of the learner's files, in a worker of its own, once the reader wants it. */
export class TypeHints {
  #worker: Worker | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, (notes: TypeNote[]) => void>();

  get isOn(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * Loads TypeScript. Resolves when it is ready.
   *
   * @throws when it cannot be loaded
   */
  async turnOn(): Promise<void> {
    const worker = new Worker(new URL('../types/types-worker.ts', import.meta.url), {
      type: 'module',
      name: 'cairn-types',
    });
    await new Promise<void>((resolve, reject) => {
      worker.onerror = () => reject(new Error('TypeScript could not be loaded.'));
      worker.onmessage = ({ data }: MessageEvent<TypesNews>) => {
        if (data.id === undefined) return resolve();
        this.#waiting.get(data.id)?.(data.notes);
        this.#waiting.delete(data.id);
      };
    });
    // What goes wrong from now on costs an answer, and nothing else.
    worker.onerror = () => this.#forget();
    this.#worker = worker;
  }

  async warmUp(): Promise<void> {}

  /** The type errors in a chapter's own files. None as long as they aren't wanted. */
  async of(slug: string): Promise<TypeNote[]> {
    if (!this.#worker) return [];
    const own = listFiles(`${ROOT}/chapters/${slug}`).filter((name) => /^[^/]+\.ts$/.test(name));
    const order: TypesOrder = {
      id: ++this.#asked,
      paths: own.map((name) => `chapters/${slug}/${name}`),
      texts: new Map(
        [...disk.files]
          .map(([path, text]): [string, string] => [path.slice(ROOT.length + 1), text])
          .filter(([path]) => /^chapters\/[^/]+\/[^/]+\.ts$/.test(path)),
      ),
    };
    this.#worker.postMessage(order);
    const notes = await new Promise<TypeNote[]>((resolve) => this.#waiting.set(order.id, resolve));
    return notes.slice(0, MOST_NOTES);
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#forget();
  }

  #forget(): void {
    for (const answer of this.#waiting.values()) answer([]);
    this.#waiting.clear();
  }
}
