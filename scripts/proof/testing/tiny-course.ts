import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { courseRoot } from '../../course/root.ts';
import { layFiles, solutionFiles, starterFiles } from '../../course/starters.ts';

/** A course of two small chapters, with the tooling but not the lessons of the real one. */
export interface TinyCourse {
  root: string;
  /** Writes files, by their path from the root; null deletes one. */
  write: (files: Record<string, string | null>) => void;
  /** Reads files, by their path from the root. */
  read: (paths: string[]) => Record<string, string>;
  remove: () => void;
}

/** What the tooling needs. Not what proves it, which would be copied for nothing. */
const COPIED = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  '.gitignore',
  '.gitattributes',
  'chapters/00-open-api',
  ...readdirSync(join(courseRoot, 'scripts'))
    .filter((room) => !['proof', 'bench'].includes(room))
    .map((room) => `scripts/${room}`),
];

const BY_HAND: Record<string, string> = {
  // The kit is about the real course's API, and takes a while to load.
  'scripts/grading/check/kit.ts': 'export {};\n',
  'README.md': 'A tiny course.\n',
  'docs/README.md': 'The pages.\n',

  'chapters/01-greeting/README.md': `---
summary: greet people
minutes: 10
---

# 1 · The greeting

## 1.1 Greet

Greet a person by name.

1. Say hello.

## 1.2 Answer

Answer with the greeting.
`,
  'chapters/01-greeting/checks/1.1-greet.test.ts': `import { check, expect, lesson, task } from '#check';

const greeting = lesson('01-greeting/greet.ts', () => import('#course/01-greeting/greet.ts'));

task('1.1', () => {
  check('greets', 'greets by name', { points: 30, hint: ['What is given?', 'A template.'] }, async () => {
    const { greet } = await greeting();
    expect(greet('Ida')).toBe('Hello, Ida');
  });
  check('greets-anyone', 'greets anyone', { points: 20, hint: 'Not only Ida.' }, async () => {
    const { greet } = await greeting();
    expect({ said: greet('Bo') }, 'the greeting of Bo').toEqual({ said: 'Hello, Bo' });
  });
});
`,
  'chapters/01-greeting/checks/1.2-answer.test.ts': `import request from 'supertest';
import { check, expect, lesson, noteLogged, task } from '#check';

const theApp = lesson('01-greeting/app.ts', () => import('#course/01-greeting/app.ts'));
const app = async () => (await theApp()).createApp({ log: noteLogged });

task('1.2', () => {
  check('answers', 'answers 200', { points: 30, hint: 'Look at the route.' }, async () => {
    const response = await request(await app()).get('/hello/Ida');
    expect(response.status).toBe(200);
  });
  check('answers-json', 'answers with the greeting', { points: 20, hint: 'JSON.' }, async () => {
    const response = await request(await app()).get('/hello/Ida');
    expect(response.body).toEqual({ greeting: 'Hello, Ida' });
  });
});
`,

  'chapters/02-farewell/README.md': `---
summary: say goodbye
minutes: 5
---

# 2 · The farewell

## 2.1 Say goodbye

Turn a greeting into a goodbye.

## 2.2 Wave

Wave a hand.
`,
  'chapters/02-farewell/checks/2.1-say-goodbye.test.ts': `import { check, expect, lesson, task } from '#check';

const leaving = lesson('02-farewell/farewell.ts', () => import('#course/02-farewell/farewell.ts'));

task('2.1', () => {
  check('says-goodbye', 'says goodbye', { points: 100, hint: 'Start from greet.' }, async () => {
    const { farewell } = await leaving();
    expect(farewell('Ida')).toBe('Goodbye, Ida');
  });
});
`,
};

const SOLUTIONS: Record<string, string> = {
  'solutions/01-greeting/greet.ts': `/** Greets a person. */
export function greet(name: string): string {
  // #region 1.1
  // By name.
  return \`Hello, \${name}\`;
  // #endregion 1.1
}
`,
  'solutions/01-greeting/app.ts': `import express, { type Express } from 'express';
import { greet } from './greet.ts';

export function createApp({ log }: { log: (error: unknown) => void }): Express {
  const app = express();
  app.get('/hello/:name', (request, response) => {
    // #region 1.2
    // As JSON.
    response.json({ greeting: greet(request.params.name) });
    // #endregion 1.2
  });
  app.get('/slow', (request, response) => {
    console.log('in flight');
    setTimeout(() => response.send('done'), 1_000);
  });
  app.use(((error, _request, response, _next) => {
    if (error.status === 501) {
      response.status(501).type('application/problem+json').json({ task: error.task, status: 501 });
      return;
    }
    log(error);
    response.status(error.status ?? 500).end();
  }) as express.ErrorRequestHandler);
  return app;
}
`,

  'solutions/02-farewell/farewell.ts': `import { greet } from '../01-greeting/greet.ts';

/** Says goodbye. */
export function farewell(name: string): string {
  // #region 2.1
  // Start from the greeting.
  return greet(name).replace('Hello', 'Goodbye');
  // #endregion 2.1
}

/** Waves. */
export function wave(): string {
  // #region 2.2
  return '👋';
  // #endregion 2.2
}
`,
  'solutions/02-farewell/key-pair.ts': `/** Loads a key pair. */
export function loadKeyPair(pem: { privateKey: string; publicKey: string }): object {
  return pem;
}
`,
  'solutions/02-farewell/app.ts': `import { createApp as firstApp } from '../01-greeting/app.ts';
import { farewell } from './farewell.ts';

export function createApp({ keys, log }: { keys: object; log: (error: unknown) => void }) {
  if (!keys) throw new Error('There are no keys.');
  const leaving = farewell('everybody');
  const app = firstApp({ log });
  app.get('/bye', (request, response) => void response.send(leaving));
  return app;
}
`,
};

const SLUGS = ['01-greeting', '02-farewell'];

/** The files that its learner writes tasks in, from its root. */
export const LEARNERS_FILES = [
  'chapters/01-greeting/greet.ts',
  'chapters/01-greeting/app.ts',
  'chapters/02-farewell/farewell.ts',
];

/**
 * Makes a tiny course in a temporary folder, with every command in place: as a learner finds it,
 * nothing written yet.
 *
 * @param solved its chapters hold their solutions
 * @param files written last, by their path from the root; null deletes one
 */
export function tinyCourse({
  solved = false,
  files = {},
}: { solved?: boolean; files?: Record<string, string | null> } = {}): TinyCourse {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'cairn-tiny-'));
  const write: TinyCourse['write'] = (written) => {
    for (const [path, text] of Object.entries(written)) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file, { force: true });
      else writeFileSync(file, text);
    }
  };
  for (const path of COPIED) {
    cpSync(join(courseRoot, path), join(root, path), { recursive: true });
  }
  symlinkSync(join(courseRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  write({ ...BY_HAND, ...SOLUTIONS });
  for (const slug of SLUGS) {
    layFiles(root, solved ? solutionFiles(root, slug) : starterFiles(root, slug));
  }
  write(files);
  return {
    root,
    write,
    read: (paths) =>
      Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
