import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const { wrongWith } = createRequire(import.meta.url)('./folder.cjs') as {
  wrongWith: (root: string) => string | undefined;
};

test.each(['/home/ann/C#/cairn', '/a%20b', '/a%b', '/why?', '/st*r', '/a\nb', '/a\tb'])(
  'a folder that nothing can be loaded from is refused: %j',
  (root) => {
    expect(wrongWith(root)).toMatch(/^The course can't run in .+: rename the folder, or move/);
  },
);

test.each(['/home/ann/cairn', '/My Documents/naïve (2)', "/it's/[x]/{a,b}/a&b", '/café+1'])(
  'an unusual one is not: %j',
  (root) => expect(wrongWith(root)).toBeUndefined(),
);

test.runIf(process.platform !== 'win32')('every command says so, in one line', () => {
  const root = mkdtempSync(join(tmpdir(), 'cairn-folder-'));
  const lib = join(root, 'a\\b', 'scripts', 'lib');
  mkdirSync(lib, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'folder.cjs'), join(lib, 'folder.cjs'));
  try {
    const preload = ['--require', './scripts/lib/folder.cjs'];
    const ran = spawnSync(process.execPath, [...preload, '--import', './not-reached.mjs', 'x.ts'], {
      cwd: join(root, 'a\\b'),
      encoding: 'utf8',
    });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toBe(`${wrongWith('\\')}\n`);
  } finally {
    rmSync(root, { recursive: true });
  }
  for (const [name, script] of Object.entries(packageJson.scripts)) {
    if (!script.startsWith('node ')) continue;
    expect(script, name).toMatch(/^node --require \.\/scripts\/lib\/folder\.cjs /);
  }
  expect(packageJson.scripts.start).toMatch(/^node /);
});
