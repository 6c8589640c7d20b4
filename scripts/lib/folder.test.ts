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

test.runIf(process.platform !== 'win32').each(['C#', 'a%20b', 'why?', 'st*r', 'a\nb', 'a\\b'])(
  'npm start says so, in one line: %j',
  (name) => {
    const root = mkdtempSync(join(tmpdir(), 'cairn-folder-'));
    const lib = join(root, name, 'scripts', 'lib');
    mkdirSync(lib, { recursive: true });
    copyFileSync(join(import.meta.dirname, 'folder.cjs'), join(lib, 'folder.cjs'));
    const [, ...words] = packageJson.scripts.start.split(' ');
    try {
      const options = { cwd: join(root, name), encoding: 'utf8' } as const;
      const ran = spawnSync(process.execPath, words, options);
      expect(ran.status).toBe(1);
      expect(ran.stderr).toBe(`${wrongWith(name)}\n`);
    } finally {
      rmSync(root, { recursive: true });
    }
  },
);

test('so does every other command', () => {
  for (const [name, script] of Object.entries(packageJson.scripts)) {
    if (!script.startsWith('node ')) continue;
    expect(script, name).toMatch(/^node --require \.\/scripts\/lib\/folder\.cjs /);
  }
});
