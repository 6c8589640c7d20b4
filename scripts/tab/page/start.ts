import { ROOT } from '../names.ts';
import { disk, readFileSync, writeFileSync } from '../node/fs.ts';
import { isLearners, layChecks, layCourse, loadCompiler, starterOf } from './course.ts';
import { Keeping } from './keeping.ts';
import { TabApi } from './tab-api.ts';
import { TabGrader, type TabProgress } from './tab-grader.ts';
import { TypeHints } from './type-hints.ts';
import { Workers } from './workers.ts';
import { readZip, writeZip, type ZipEntry } from './zip.ts';

/** What a tab tells of the learner's work, in words for them. */
export type Say = (message: string) => void;

/** So many things have to be there before anything can be graded. */
export const STEPS = 3;

/**
 * Starts the workbook in this tab: lays the course and the learner's work on its disk, and starts a
 * worker.
 *
 * @param slug the chapter that is being read
 * @param onStep is told how many of the STEPS are done
 */
export async function startTab(
  slug: string | null,
  say: Say,
  onStep: (done: number) => void,
): Promise<Tab> {
  const workers = new Workers();
  const ready = workers.keepSpare();
  layCourse();
  await openKeeping(say);
  onStep(1);
  if (slug !== null) await layChecks(slug);
  onStep(2);
  await ready;
  onStep(3);
  return new Tab(workers);
}

/** The workbook's host in this tab, and what the editor needs of it. */
export class Tab {
  readonly root = ROOT;
  readonly typeHints = new TypeHints();
  readonly #workers: Workers;

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  openGrader = async (onProgress: (progress: TabProgress) => void): Promise<TabGrader> => {
    await this.#workers.keepSpare();
    return new TabGrader(this.#workers, onProgress);
  };

  openApi = (say: (chapter: number, text: string) => void): TabApi => {
    return new TabApi(this.#workers, say);
  };

  /** What is written in one go is told in one go. */
  watch = (onSaved: (files: string[]) => void): { close: () => void } => {
    let saved = new Set<string>();
    const close = disk.onChange((path) => {
      if (!isLearners(path.slice(ROOT.length + 1))) return;
      if (saved.size === 0) {
        setTimeout(() => {
          const files = [...saved];
          saved = new Set();
          onSaved(files);
        });
      }
      saved.add(path);
    });
    return { close };
  };

  /** Loads what only edited code needs: with the first edit it is there, with or without a network. */
  async getReadyForEdits(): Promise<void> {
    await Promise.all([loadCompiler(), import('./count-loops.ts')]);
  }

  read(path: string): string {
    return disk.files.has(`${ROOT}/${path}`) ? readFileSync(`${ROOT}/${path}`) : '';
  }

  /** The learner's chapters and progress, to be unpacked over a clone of the course. */
  exportWork(): Blob {
    return writeZip(this.#work());
  }

  /**
   * Takes over what `exportWork` has written: here, or on another machine.
   *
   * @returns the files that were written; a copy of those they take the place of is kept
   * @throws BadZip
   */
  async importWork(archive: Blob): Promise<string[]> {
    const entries = (await readZip(await archive.arrayBuffer()))
      .map(({ path, text }) => ({
        path: path.replace(/^.*?(?=chapters\/|\.workbook\/)/, ''),
        text,
      }))
      .filter(({ path }) => isExported(path));
    const changed = entries.filter(({ path, text }) => this.read(path) !== text);
    this.#backUp(changed);
    for (const { path, text } of changed) writeFileSync(`${ROOT}/${path}`, text);
    return changed.map(({ path }) => path);
  }

  /** Whether a file is what the course came with. */
  isUntouched(path: string): boolean {
    return starterOf(path) === this.read(path);
  }

  #work(): ZipEntry[] {
    return [...disk.files]
      .map(([path, text]) => ({ path: path.slice(ROOT.length + 1), text }))
      .filter(({ path }) => isExported(path))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  #backUp(entries: readonly ZipEntry[]): void {
    const time = new Date().toISOString().replace(/[:.]/g, '-').slice(0, -1);
    for (const { path } of entries) {
      if (!isLearners(path) || this.isUntouched(path) || this.read(path) === '') continue;
      writeFileSync(`${ROOT}/.workbook/backups/${time}/${path}`, this.read(path));
    }
  }
}

/** A learner's code, the copies of it, and their progress. Their keys stay where they are. */
function isExported(path: string): boolean {
  if (path.split('/').includes('..')) return false;
  const [, copied] = /^\.workbook\/backups\/[\w-]+\/(.+)$/.exec(path) ?? [];
  return isLearners(copied ?? path) || /^\.workbook\/(progress|hints)\.json$/.test(path);
}

async function openKeeping(say: Say): Promise<void> {
  try {
    await Keeping.open({
      onConflict: (path, backup) =>
        say(
          `Another tab had changed ${path}. A copy of its version is in ${backup}/ of the work that you export.`,
        ),
      onRefused: (why) =>
        say(`This browser no longer keeps what you write (${why}). Export your work.`),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(
      `This browser doesn't keep anything for this page (${why}). What you write is lost when you close the tab: export your work before.`,
    );
  }
}
