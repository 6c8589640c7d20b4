import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { courseRoot } from './root.ts';
import type { Scratch } from './scratch.ts';
import { writeStarters } from './starters.ts';

const APP = `
import express, { type Express } from 'express';
import { greet } from './greet.ts';

export function createApp(): Express {
  const app = express();
  app.get('/greet', (request, response) => void response.send(greet('Mira')));
  app.get('/slow', (request, response) => {
    console.log('in flight');
    setTimeout(() => response.send('done'), 1_000);
  });
  return app;
}
`;

const GREET = `
/** Greets a person. */
export function greet(name: string): string {
  // #region 1.1
  // Greet them by name.
  const greeting = \`Hello, \${name}\`;

  // Be loud.
  if (name) {
    // (not too loud)
    return \`\${greeting}!\`;
  }
  return greeting;
  // #endregion 1.1
}

/** Says goodbye. */
export function part(): string {
  // #region 1.2
  return 'Bye';
  // #endregion 1.2
}
`;

const KEY_PAIR = `
/** Loads a key pair. */
export function loadKeyPair(pem: { privateKey: string; publicKey: string }): object {
  // #region 2.1
  return pem;
  // #endregion 2.1
}
`;

const KEYED_APP = `
import { createApp as firstApp } from '../01-first/app.ts';

export const createApp = (options: { keys: object }) => {
  if (!options.keys) throw new Error('no keys');
  return firstApp();
};
`;

const FIRST_BRIEF = `---
summary: greet people
minutes: 10
---

# 1 · The first

## 1.1 Greet

Greet them by name.

1. Be loud.

## 1.2 Say goodbye

Say goodbye.
`;

const SECOND_BRIEF = `---
summary: load keys
minutes: 10
---

# 2 · The second

## 2.1 Load a key pair

Return the keys.
`;

/** A tiny course: it tests the tooling, not the course. */
const FILES: Record<string, string> = {
  'chapters/01-first/README.md': FIRST_BRIEF,
  'chapters/01-first/first.test.ts': '// by hand\n',
  'chapters/02-second/README.md': SECOND_BRIEF,
  'solutions/01-first/app.ts': APP.trimStart(),
  'solutions/01-first/greet.ts': GREET.trimStart(),
  'solutions/02-second/app.ts': KEYED_APP.trimStart(),
  'solutions/02-second/key-pair.ts': KEY_PAIR.trimStart(),
};

/**
 * Makes a tiny course with two chapters in a temporary folder, its starters in place.
 *
 * @param commands whether commands can be run in it: then it holds a copy of the scripts too
 */
export function makeFixture({ commands = false } = {}): Scratch {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'cairn-fixture-'));
  for (const [path, text] of Object.entries(FILES)) put(root, path, text);
  writeStarters(root);
  if (commands) {
    const copied = ['package.json', 'package-lock.json', 'tsconfig.json', 'chapters/00-open-api'];
    for (const name of [
      ...copied,
      'scripts/cli',
      'scripts/course',
      'scripts/grading',
      'scripts/lib',
      'scripts/serve',
    ]) {
      cpSync(join(courseRoot, name), join(root, name), { recursive: true });
    }
    symlinkSync(join(courseRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Writes a file of a fixture. */
export function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
