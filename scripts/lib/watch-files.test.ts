import fs, {
  type FSWatcher,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Watch, watchFiles } from './watch-files.ts';

const { watch: systemsWatch } = fs;

let root: string;
let watching: Watch | undefined;
let changed: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cairn-watch-'));
  mkdirSync(at('chapters/01-a'), { recursive: true });
  writeFileSync(at('chapters/01-a/x.ts'), 'one');
  changed = [];
});
afterEach(() => {
  watching?.close();
  setWatch(systemsWatch);
  rmSync(root, { recursive: true });
});

const at = (path: string) => join(root, path);

function setWatch(watch: typeof fs.watch): void {
  fs.watch = watch;
  syncBuiltinESMExports();
}

/** Watches the folder of a chapter. */
function begin(tree = 'chapters'): void {
  watching = watchFiles(
    () => [at(`${tree}/01-a`)],
    (files) => changed.push(...files),
  );
}

/** Resolves when a file is said to have changed. */
async function hears(path: string): Promise<void> {
  await expect.poll(() => changed).toContain(at(path));
  changed = [];
}

test('a folder that is removed and put back is watched as before', async () => {
  begin();
  renameSync(at('chapters'), at('away'));
  await hears('chapters/01-a/x.ts');
  renameSync(at('away'), at('chapters'));
  await hears('chapters/01-a/x.ts');
  writeFileSync(at('chapters/01-a/x.ts'), 'two');
  await hears('chapters/01-a/x.ts');
});

test('a folder that is a link is watched, and so is what it leads to from now on', async () => {
  symlinkSync('chapters', at('linked'));
  begin('linked');
  writeFileSync(at('chapters/01-a/x.ts'), 'two');
  await hears('linked/01-a/x.ts');
  mkdirSync(at('others/01-a'), { recursive: true });
  writeFileSync(at('others/01-a/x.ts'), 'three');
  rmSync(at('linked'));
  symlinkSync('others', at('linked'));
  await hears('linked/01-a/x.ts');
  writeFileSync(at('others/01-a/x.ts'), 'four');
  await hears('linked/01-a/x.ts');
});

test('where the system reports nothing, every save is seen all the same', async () => {
  const silent = Object.assign(new EventEmitter(), { close: () => {} });
  setWatch(() => silent as unknown as FSWatcher);
  begin();
  writeFileSync(at('chapters/01-a/x.ts'), 'two');
  await hears('chapters/01-a/x.ts');
  // Of the same size.
  writeFileSync(at('chapters/01-a/x.ts'), 'six');
  await hears('chapters/01-a/x.ts');
  mkdirSync(at('chapters/01-a/deeper'));
  writeFileSync(at('chapters/01-a/deeper/new.ts'), '');
  await hears('chapters/01-a/deeper/new.ts');
});

test('where the system has no watches left, every save is seen all the same', async () => {
  setWatch(() => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  });
  begin();
  writeFileSync(at('chapters/01-a/x.ts'), 'two');
  await hears('chapters/01-a/x.ts');
});

test('what cannot be read is a change, and no more than that', async () => {
  let isBroken = false;
  watching = watchFiles(
    () => {
      if (isBroken) throw new Error('the folders cannot be listed');
      return [at('chapters/01-a')];
    },
    (files) => changed.push(...files),
  );
  rmSync(at('chapters/01-a/x.ts'));
  symlinkSync('x.ts', at('chapters/01-a/x.ts'));
  await hears('chapters/01-a/x.ts');
  isBroken = true;
  rmSync(at('chapters/01-a/x.ts'));
  writeFileSync(at('chapters/01-a/x.ts'), 'three');
  await hears('chapters/01-a/x.ts');
});
