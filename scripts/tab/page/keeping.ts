import { ROOT } from '../names.ts';
import { disk, existsSync, rmSync, writeFileSync } from '../node/fs.ts';
import { isLearners, starterOf } from './course.ts';
import { allPending, forgetPending, notePending, type Pending } from './pending.ts';

/** Where a browser keeps the learner's work, and what a file is called there. */
const DATABASE = 'cairn-work';
const STORE = 'files';
/** Tabs tell each other here what they have written. */
const CHANNEL = 'cairn-work';

/** What is told of the learner's work. */
export interface KeepingListener {
  /** Another tab had written a file in the meantime: a copy of its version is there. */
  onConflict(path: string, backup: string): void;
  /** From now on nothing is kept. */
  onRefused(why: string): void;
}

/**
 * Keeps the learner's files and progress in this browser, as they are written to the tab's disk.
 * What is like the course itself isn't kept: that may come with an update.
 */
export class Keeping {
  readonly #database: IDBDatabase;
  readonly #listener: KeepingListener;
  readonly #channel = new BroadcastChannel(CHANNEL);
  /** What this tab knows to be kept, by path. */
  readonly #known = new Map<string, string>();
  #waiting: Promise<void> = Promise.resolve();
  #isTakingOver = false;

  private constructor(database: IDBDatabase, listener: KeepingListener) {
    this.#database = database;
    this.#listener = listener;
  }

  /**
   * Opens the browser's storage, and lays what is kept there on the tab's disk.
   *
   * @throws when the browser refuses to keep anything
   */
  static async open(listener: KeepingListener): Promise<Keeping> {
    const keeping = new Keeping(await openDatabase(), listener);
    for (const [path, text] of await keeping.#all()) {
      keeping.#known.set(path, text);
      lay({ path, text });
    }
    keeping.#channel.onmessage = (event: MessageEvent<Pending>) => keeping.#takeOver(event.data);
    disk.onChange((path, text) => keeping.#changed(path.slice(ROOT.length + 1), text));
    // What the page before this one had no time to keep is kept now.
    for (const pending of allPending()) if (isKept(pending.path)) lay(pending);
    return keeping;
  }

  async #all(): Promise<[string, string][]> {
    const store = this.#database.transaction(STORE).objectStore(STORE);
    const [paths, texts] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    const all = paths.map((path, at): [unknown, unknown] => [path, texts[at]]);
    // Anyone can edit what a browser keeps.
    return all.filter((each): each is [string, string] => {
      const [path, text] = each;
      return typeof path === 'string' && typeof text === 'string' && isKept(path);
    });
  }

  #changed(path: string, text: string | undefined): void {
    if (this.#isTakingOver || !isKept(path)) return;
    const change = { path, text: text === starterOf(path) ? undefined : text };
    notePending(change);
    this.#waiting = this.#waiting
      .then(() => this.#write(change))
      .then(() => forgetPending(change))
      .catch((error: unknown) => this.#listener.onRefused(String(error)));
  }

  async #write({ path, text }: Pending): Promise<void> {
    const known = this.#known.get(path);
    if (text === known) return;
    const transaction = this.#database.transaction(STORE, 'readwrite');
    const store = transaction.objectStore(STORE);
    const there = (await done(store.get(path))) as string | undefined;
    if (text === undefined) store.delete(path);
    else store.put(text, path);
    await finished(transaction);
    this.#note(path, text);
    this.#channel.postMessage({ path, text } satisfies Pending);
    const isNews = there !== undefined && there !== known && there !== text;
    if (isNews && isLearners(path)) this.#keepOther(path, there);
  }

  /** Another tab's version, which this one hasn't seen, has just been written over. */
  #keepOther(path: string, text: string): void {
    const time = new Date().toISOString().replace(/[:.]/g, '-').slice(0, -1);
    const backup = `.workbook/backups/${time}`;
    writeFileSync(`${ROOT}/${backup}/${path}`, text);
    this.#listener.onConflict(path, backup);
  }

  #takeOver(change: Pending): void {
    this.#note(change.path, change.text);
    this.#isTakingOver = true;
    try {
      lay(change);
    } finally {
      this.#isTakingOver = false;
    }
  }

  #note(path: string, text: string | undefined): void {
    if (text === undefined) this.#known.delete(path);
    else this.#known.set(path, text);
  }
}

/** Puts a file on the tab's disk; without a text, as the course has it. */
function lay({ path, text }: Pending): void {
  const now = text ?? starterOf(path);
  if (now !== undefined) writeFileSync(`${ROOT}/${path}`, now);
  else if (existsSync(`${ROOT}/${path}`)) rmSync(`${ROOT}/${path}`);
}

/** What is the learner's: their code, their progress, their keys. */
function isKept(path: string): boolean {
  return isLearners(path) || path.startsWith('.workbook/');
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser did not say why.'));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('It was not written.'));
  });
}
