import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup, isFile, listFiles, readState, setAside, writeFileAtomic } from './files.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'cairn-files-'))));
afterEach(() => rmSync(root, { recursive: true }));

test('a file is written whole, with its folders and its mode, and nothing stays beside it', () => {
  const path = join(root, 'a/b/c.txt');
  writeFileAtomic(path, 'one', 0o600);
  writeFileAtomic(path, 'two', 0o600);
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(join(root, 'a/b'))).toEqual(['c.txt']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what was left beside a file by somebody who was killed goes; what is being written stays', () => {
  const path = join(root, 'state.json');
  for (const name of ['state.json.7-1.tmp', 'state.json.8-1.tmp', 'other.json.7-1.tmp']) {
    writeFileSync(join(root, name), 'half');
    if (!name.includes('.8-')) utimesSync(join(root, name), 1, 1);
  }
  writeFileAtomic(path, 'whole');
  expect(readdirSync(root)).toEqual(['other.json.7-1.tmp', 'state.json', 'state.json.8-1.tmp']);
});

test('a file that another program has open is replaced a moment later', () => {
  const { renameSync } = fs;
  let refusals = 3;
  fs.renameSync = (from, to) => {
    if (refusals-- > 0) throw Object.assign(new Error('in use'), { code: 'EPERM' });
    renameSync(from, to);
  };
  syncBuiltinESMExports();
  try {
    writeFileAtomic(join(root, 'state.json'), 'whole');
  } finally {
    fs.renameSync = renameSync;
    syncBuiltinESMExports();
  }
  expect(readFileSync(join(root, 'state.json'), 'utf8')).toBe('whole');
});

test('links are followed, but not in circles, and not where they lead nowhere', () => {
  mkdirSync(join(root, 'a/b'), { recursive: true });
  writeFileSync(join(root, 'a/one.ts'), '');
  writeFileSync(join(root, 'a/b/two.ts'), '');
  symlinkSync('..', join(root, 'a/b/up'));
  symlinkSync('loop.ts', join(root, 'a/loop.ts'));
  symlinkSync('gone.ts', join(root, 'a/lost.ts'));
  symlinkSync('one.ts', join(root, 'a/linked.ts'));
  symlinkSync('a', join(root, 'same'));
  expect(listFiles(join(root, 'same'))).toEqual(['b/two.ts', 'linked.ts', 'one.ts']);
  expect(isFile(join(root, 'a/loop.ts'))).toBe(false);
});

test('two backups in the same millisecond do not meet', () => {
  const path = join(root, 'x.ts');
  writeFileSync(path, 'one');
  const places = Array.from({ length: 20 }, () => backup(root, [path, join(root, 'gone.ts')]));
  expect(new Set(places).size).toBe(20);
  for (const place of places) expect(readFileSync(join(root, place!, 'x.ts'), 'utf8')).toBe('one');
  expect(backup(root, [join(root, 'gone.ts')])).toBeUndefined();
});

test.each([
  ['not JSON', '{"a": '],
  ['not what it should be', '[]'],
  ['empty', ''],
])('a state file that is %s is set aside, with one line', (_name, content) => {
  const path = join(root, 'state.json');
  writeFileSync(path, content);
  const said: string[] = [];
  const isSound = (state: unknown): state is { a: number } => !Array.isArray(state);
  expect(readState(path, isSound, (line) => said.push(line))).toBeUndefined();
  expect(said).toHaveLength(1);
  expect(existsSync(path)).toBe(false);
  const [aside] = readdirSync(root);
  expect(aside).toMatch(/^state\.json\.broken-/);
  expect(said[0]).toContain(aside);
  expect(readFileSync(join(root, aside!), 'utf8')).toBe(content);
});

test('a state file that is not there is nothing to speak of', () => {
  const isAny = (_state: unknown): _state is object => true;
  expect(readState(join(root, 'none.json'), isAny, expect.unreachable)).toBeUndefined();
});

test('where the folder is a file, there is no state', () => {
  writeFileSync(join(root, 'folder'), '');
  const isAny = (_state: unknown): _state is object => true;
  expect(readState(join(root, 'folder/state.json'), isAny, expect.unreachable)).toBeUndefined();
});

test('a folder in the place of a state file is set aside with all that is in it', () => {
  const path = join(root, 'state.json');
  mkdirSync(join(path, 'inner'), { recursive: true });
  const isAny = (_state: unknown): _state is object => true;
  expect(readState(path, isAny, () => {})).toBeUndefined();
  expect(readdirSync(join(root, readdirSync(root)[0]!))).toEqual(['inner']);
});

test('what is set aside in the same millisecond does not meet; what is gone is no trouble', () => {
  const path = join(root, 'state.json');
  const names = Array.from({ length: 20 }, () => {
    writeFileSync(path, 'broken');
    return setAside(path);
  });
  expect(new Set(names).size).toBe(20);
  expect(setAside(path)).toBeUndefined();
});
