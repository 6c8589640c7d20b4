import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { courseRoot } from '../course/root.ts';

/** A course of two small chapters, with the tooling but not the lessons of the real one. */
export interface FixtureCourse {
  root: string;
  /** Writes files, by their path from the root; null deletes one. */
  write: (files: Record<string, string | null>) => void;
  /** Reads files, by their path from the root. */
  read: (paths: string[]) => Record<string, string>;
  remove: () => void;
}

const COPIED = [
  'package.json',
  'scripts/grading',
  'scripts/course',
  'scripts/cli',
  'scripts/live',
  'scripts/lib',
  'scripts/serve',
  'chapters/00-open-api/todo.ts',
  'chapters/00-open-api/problem.ts',
];

const LINKED = ['node_modules'];

const FILES: Record<string, string> = {
  // The kit is about the real course's API, which is not here.
  'scripts/grading/check/kit.ts': 'export {};\n',

  'chapters/00-open-api/README.md': `---
summary: look around
minutes: 5
---

# 0 · Nothing to do
`,

  'chapters/01-greeting/README.md': `---
summary: greet people
minutes: 10
---

# 1 · The greeting

## 1.1 Greet

Greet a person by name.

## 1.2 Answer

Answer with the greeting.
`,
  'chapters/01-greeting/greet.ts': `export function greet(name: string): string {
  return \`Hello, \${name}\`;
}
`,
  'chapters/01-greeting/app.ts': `import express, { type Express } from 'express';
import { greet } from './greet.ts';

export function createApp({ log }: { log: (error: unknown) => void }): Express {
  const app = express();
  app.get('/hello/:name', (request, response) => {
    response.json({ greeting: greet(request.params.name) });
  });
  app.use(((error, _request, response, _next) => {
    log(error);
    response.status(error.status ?? 500).end();
  }) as express.ErrorRequestHandler);
  return app;
}
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
`,
  'chapters/02-farewell/farewell.ts': `import { greet } from '../01-greeting/greet.ts';

export function farewell(name: string): string {
  return greet(name).replace('Hello', 'Goodbye');
}
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

  'solutions/01-greeting/greet.ts': `export function greet(name: string): string {
  // #region 1.1
  return \`Hello, \${name}\`;
  // #endregion 1.1
}
`,
};

/** Makes such a course in a temporary folder. Its chapters are solved, but for what \`files\` says. */
export function fixtureCourse(files: Record<string, string | null> = {}): FixtureCourse {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'cairn-fixture-'));
  const write: FixtureCourse['write'] = (written) => {
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
  for (const path of LINKED) symlinkSync(join(courseRoot, path), join(root, path), 'junction');
  write({ ...FILES, ...files });
  const read: FixtureCourse['read'] = (paths) =>
    Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  return { root, write, read, remove: () => rmSync(root, { recursive: true, force: true }) };
}
