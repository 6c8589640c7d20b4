import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import { isSystemError } from './system-error.ts';

/** After so many milliseconds nobody writes any more: whoever did was killed. */
const LEFT_BEHIND = 60_000;
/** So often, with so many milliseconds between, a file that is in use is tried again. */
const ATTEMPTS = 20;
const PAUSE = 25;

let written = 0;

/**
 * Writes a file beside its place, then renames it there: nobody ever sees half of it. Makes the
 * folders that it needs.
 *
 * @param mode the file's permissions, for one that holds a secret: `0o600`
 */
export function writeFileAtomic(path: string, content: string, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  removeLeftBehind(path);
  const beside = `${path}.${process.pid}-${++written}.tmp`;
  try {
    writeFileSync(beside, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    renamePatiently(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw withPath(error, path);
  }
}

/** A write that found no room doesn't say in which file. */
function withPath(error: unknown, path: string): unknown {
  if (isSystemError(error) && !('path' in error)) error.message += ` '${path}'`;
  return error;
}

/** Renames a file. Windows refuses that while another program has the other file open. */
function renamePatiently(from: string, to: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return renameSync(from, to);
    } catch (error) {
      const isInUse = /^(EPERM|EACCES|EBUSY)$/.test((error as NodeJS.ErrnoException).code ?? '');
      if (!isInUse || attempt === ATTEMPTS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

/** Deletes what was written beside a file by somebody who was killed before it was renamed. */
function removeLeftBehind(path: string): void {
  const name = basename(path);
  for (const other of readdirSync(dirname(path))) {
    if (!other.startsWith(`${name}.`) || !/\.\d+-\d+\.tmp$/.test(other)) continue;
    const beside = join(dirname(path), other);
    const since = statSync(beside, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > LEFT_BEHIND) rmSync(beside, { force: true });
  }
}

/**
 * Keeps copies of files under `.workbook/backups/`, before something else takes their place.
 *
 * @param root the course's folder
 * @param paths absolute; those that are not there are left out
 * @returns the folder of the copies, from the root: `.workbook/backups/2026-05-04T10-11-12-345`;
 *   undefined when there was nothing to keep
 * @throws Error when a copy can't be made: then there is none, and nothing may be replaced
 */
export function backup(root: string, paths: string[]): string | undefined {
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0) return undefined;
  const folder = newFolder(join(root, '.workbook', 'backups'));
  try {
    for (const path of there) {
      const copy = join(folder, relative(root, path));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(path, copy);
    }
  } catch (error) {
    // Half of a copy would be taken for one.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return fromRoot(root, folder);
}

/**
 * Reads a file of the workbook's own that holds JSON.
 *
 * A broken one is set aside, under another name, with one line: the workbook goes on without it.
 * So it does where the folder is a file.
 *
 * @param isSound tells whether the content is what it should be
 * @param say is given the line
 * @returns undefined when there is none, or none that is sound
 */
export function readState<State>(
  path: string,
  isSound: (content: unknown) => content is State,
  say: (line: string) => void = console.error,
): State | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isSound(content)) return content;
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined;
  }
  const aside = tryToSetAside(path);
  if (aside) say(`${path} is broken: it is now ${aside}, and the workbook goes on without it.`);
  return undefined;
}

/** Where nothing can be renamed, the file stays what it is: broken, and not read. */
function tryToSetAside(path: string): string | undefined {
  try {
    return setAside(path);
  } catch {
    return undefined;
  }
}

/**
 * Gives a broken file, or a folder in a file's place, another name that nothing has.
 *
 * @returns that name; undefined when somebody else was quicker
 */
export function setAside(path: string): string | undefined {
  const name = `${path}.broken-${timestamp()}`;
  let aside = name;
  for (let attempt = 2; existsSync(aside); attempt++) aside = `${name}-${attempt}`;
  try {
    renameSync(path, aside);
    return aside;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Every file below a folder, as paths from it with `/`; none when the folder is not there. Links are
 * followed, but not in circles.
 */
export function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return [...filesBelow(folder, [])].map((path) => fromRoot(folder, path)).sort();
}

/** @param above the real paths of the folders that this one is in */
function* filesBelow(folder: string, above: string[]): Generator<string> {
  const real = realpathSync(folder);
  if (above.includes(real)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && isFile(path))) yield path;
    else if (entry.isDirectory() || (entry.isSymbolicLink() && existsSync(path))) {
      yield* filesBelow(path, [...above, real]);
    }
  }
}

/** Whether there is a file: a folder of that name is none, nor is a link that leads nowhere. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A path as people read it: from the root, with `/`. */
export function fromRoot(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** The time as a file's name may hold it: `2026-05-04T10-11-12-345`. */
function timestamp(): string {
  return new Date().toISOString().replace(/[:.]/g, '-').slice(0, -1);
}

/** A folder that nobody else has: two commands may want one in the same millisecond. */
function newFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const name = timestamp();
  for (let attempt = 1; ; attempt++) {
    const folder = join(parent, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
