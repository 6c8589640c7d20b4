import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './files.ts';

/** Editors write a file in several steps: milliseconds of quiet that make a save. */
const QUIET = 20;
/** Milliseconds between two looks where the system reports nothing: a shared or mounted folder. */
const EVERY = 500;

/** A watch that goes on until it is closed. */
export interface Watch {
  close: () => void;
}

/**
 * Tells when code in folders is saved, made or deleted. The system's word is only a reason to look:
 * what counts is how the files look, so a folder may be deleted and come back, be a link, or be on
 * a share whose changes the system doesn't report.
 *
 * @param folders gives the folders, which need not exist; those in them don't count. While it
 *   throws, nothing is known to have changed
 * @param onChange is given the files that differ since the last time: absolute paths
 */
export function watchFiles(
  folders: () => readonly string[],
  onChange: (files: string[]) => void,
): Watch {
  let known: readonly string[] = [];
  const listed = () => {
    try {
      known = folders();
    } catch {
      // As they were.
    }
    return known;
  };
  let seen = look(listed());
  const watchers = new Map<string, { watcher: FSWatcher; inode: number }>();
  let quiet: NodeJS.Timeout | undefined;

  const compare = () => {
    const now = look(listed());
    const paths = new Set([...seen.keys(), ...now.keys()]);
    const changed = [...paths].filter((path) => seen.get(path) !== now.get(path));
    seen = now;
    if (changed.length > 0) onChange(changed);
  };
  const soon = () => {
    clearTimeout(quiet);
    quiet = setTimeout(compare, QUIET);
  };
  const arm = () => {
    for (const folder of listed()) {
      const inode = inodeOf(folder);
      const armed = watchers.get(folder);
      if (armed?.inode === inode) continue;
      armed?.watcher.close();
      watchers.delete(folder);
      const watcher = inode === undefined ? undefined : tryToWatch(folder, soon);
      if (watcher && inode !== undefined) watchers.set(folder, { watcher, inode });
    }
  };

  arm();
  const timer = setInterval(() => {
    arm();
    compare();
  }, EVERY);
  return {
    close() {
      clearInterval(timer);
      clearTimeout(quiet);
      for (const { watcher } of watchers.values()) watcher.close();
    },
  };
}

/** How each file looks, as a string that differs when the file does. */
function look(folders: readonly string[]): Map<string, string> {
  const seen = new Map<string, string>();
  for (const folder of folders) {
    for (const name of codeIn(folder)) {
      const path = join(folder, name);
      seen.set(path, appearanceOf(path));
    }
  }
  return seen;
}

function appearanceOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

function codeIn(folder: string): string[] {
  try {
    return listFiles(folder).filter((name) => name.endsWith('.ts'));
  } catch {
    return [];
  }
}

function inodeOf(folder: string): number | undefined {
  try {
    return statSync(folder).ino;
  } catch {
    return undefined;
  }
}

/** Some systems have no more watches to give, or none for this folder: then looking has to do. */
function tryToWatch(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, onEvent);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
