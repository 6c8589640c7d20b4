// node:fs over a disk in memory: what is kept of it, and where, is for whoever listens.
type Heard = (path: string, text: string | undefined) => void;

interface Entry {
  name: string;
  parentPath: string;
  isFile: () => boolean;
  isDirectory: () => boolean;
  isSymbolicLink: () => boolean;
}

const files = new Map<string, string>();
const folders = new Set<string>(['/']);
const listeners = new Set<Heard>();
const heard: Heard = (path, text) => {
  for (const listener of listeners) listener(path, text);
};

/** The disk: every file by its path. */
export const disk = {
  files: files as ReadonlyMap<string, string>,
  /** Each is told of every file that is written; with undefined, of one that is gone. */
  onChange(listener: Heard): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function failure(code: string, what: string, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${what}, ${syscall} '${path}'`), {
    code,
    syscall,
    path,
  });
}

const absent = (syscall: string, path: string) =>
  failure('ENOENT', 'no such file or directory', syscall, path);

function isFolder(path: string): boolean {
  return folders.has(path);
}

function put(path: string, text: string): void {
  mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  files.set(path, text);
  heard(path, text);
}

function remove(path: string): void {
  files.delete(path);
  heard(path, undefined);
}

export function existsSync(path: string): boolean {
  return files.has(path) || isFolder(path);
}

export function readFileSync(path: string): string {
  const text = files.get(path);
  if (text === undefined) throw absent('open', path);
  return text;
}

export function writeFileSync(path: string, text: string, options: { flag?: string } = {}): void {
  if (options.flag === 'wx' && existsSync(path)) {
    throw failure('EEXIST', 'file already exists', 'open', path);
  }
  put(path, text);
}

export function mkdirSync(path: string, options: { recursive?: boolean } = {}): void {
  if (!options.recursive && existsSync(path)) {
    throw failure('EEXIST', 'file already exists', 'mkdir', path);
  }
  for (let each = path; each !== ''; each = each.slice(0, each.lastIndexOf('/'))) folders.add(each);
}

export function renameSync(from: string, to: string): void {
  put(to, readFileSync(from));
  remove(from);
}

export function copyFileSync(from: string, to: string): void {
  put(to, readFileSync(from));
}

export function rmSync(path: string, options: { force?: boolean; recursive?: boolean } = {}): void {
  if (!options.force && !existsSync(path)) throw absent('rm', path);
  for (const each of files.keys()) if (each === path || each.startsWith(`${path}/`)) remove(each);
  for (const each of folders)
    if (each === path || each.startsWith(`${path}/`)) folders.delete(each);
}

export function statSync(path: string, options: { throwIfNoEntry?: boolean } = {}) {
  if (existsSync(path)) {
    return { isFile: () => files.has(path), isDirectory: () => isFolder(path) };
  }
  if (options.throwIfNoEntry === false) return undefined;
  throw absent('stat', path);
}

export function realpathSync(path: string): string {
  if (existsSync(path)) return path;
  throw absent('realpath', path);
}

interface ReadOptions {
  recursive?: boolean;
  withFileTypes?: boolean;
}

export function readdirSync(path: string, options: ReadOptions & { withFileTypes: true }): Entry[];
export function readdirSync(path: string, options?: ReadOptions): string[];
export function readdirSync(path: string, options: ReadOptions = {}): (Entry | string)[] {
  if (!isFolder(path)) throw absent('scandir', path);
  const within = [...files.keys(), ...folders]
    .filter((each) => each.startsWith(`${path}/`))
    .map((each) => each.slice(path.length + 1))
    .filter((each) => options.recursive === true || !each.includes('/'))
    .sort();
  if (!options.withFileTypes) return within;
  return within.map((name) => ({
    name: name.slice(name.lastIndexOf('/') + 1),
    parentPath: `${path}/${name}`.slice(0, `${path}/${name}`.lastIndexOf('/')),
    isFile: () => files.has(`${path}/${name}`),
    isDirectory: () => isFolder(`${path}/${name}`),
    isSymbolicLink: () => false,
  }));
}

// For packages that would read files: there are none of theirs.
const none = (path: string): never => {
  throw absent('open', String(path));
};
export class ReadStream {}
export { none as createReadStream, none as openSync, none as stat };
export default {
  copyFileSync,
  createReadStream: none,
  existsSync,
  mkdirSync,
  openSync: none,
  readdirSync,
  readFileSync,
  realpathSync,
  ReadStream,
  renameSync,
  rmSync,
  stat: none,
  statSync,
  writeFileSync,
};
