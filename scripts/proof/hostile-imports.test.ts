import { afterAll, describe, test } from 'vitest';
import { GREET, greet, type Hostile } from './hostile/cases.ts';
import { expectVerdict, HostileCourses } from './testing/hostile-case.ts';

const TYPES = 'chapters/01-greeting/types.ts';
const RIGHT = 'return `Hello, ${name}`;';

/** Right but for the lines above it, which Node can't load. */
function above(lines: string, more: Record<string, string> = {}): Hostile['files'] {
  return { [GREET]: greet(RIGHT, `${lines}\n`), ...more };
}

const HOSTILE: Hostile[] = [
  {
    name: 'a named import that a CommonJS package has no name for',
    files: above("import { sign } from 'jsonwebtoken';\nvoid sign;"),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /no export named `sign` .* Import the package's default, and use it as `….sign`/,
  },
  {
    name: 'a default import of a package without one',
    files: above("import jose from 'jose';\nvoid jose;"),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /`jose` has no default export.* Name what you need: `import \{ … \} from 'jose'`/,
  },
  {
    name: 'require',
    files: above("const jwt = require('jsonwebtoken');\nvoid jwt;"),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /`require` is CommonJS.* `import`/,
  },
  {
    name: 'require in a function',
    files: { [GREET]: greet(`void require('jsonwebtoken');\n  ${RIGHT}`) },
    status: 'failed',
    place: `${GREET}:2`,
    says: /`require` is CommonJS.* `import`/,
  },
  {
    name: '__dirname',
    files: above('void __dirname;'),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /`__dirname` is CommonJS.* `import\.meta\.dirname`/,
  },
  {
    name: 'module.exports',
    files: above('module.exports = {};'),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /`module` is CommonJS.* `export`/,
  },
  {
    name: 'a type of a package that is exported again without `type`',
    files: above("export { Express } from 'express';"),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /no export named `Express`/,
  },
  {
    name: 'a type of a file that is exported again without `type`',
    files: above("export { Greeting } from './types.ts';", {
      [TYPES]: 'export interface Greeting {}\n',
    }),
    status: 'failed',
    place: GREET,
    says: /does not export `Greeting`, which chapters\/01-greeting\/greet\.ts:1 imports.*`import type`/,
  },
  {
    name: 'a type that is imported without `type`',
    files: above("import { Greeting } from './types.ts';\nexport const g: Greeting = {};", {
      [TYPES]: 'export interface Greeting {}\n',
    }),
    status: 'failed',
    place: GREET,
    says: /does not export `Greeting`.*`import type`/,
  },
  {
    name: 'import.meta.env, which is Vite’s',
    files: above('void import.meta.env.MODE;'),
    status: 'crashed',
    place: `${GREET}:1`,
    says: /Cannot read properties of undefined \(reading 'MODE'\)/,
  },
  {
    name: '?raw, which is Vite’s',
    files: above("import text from './app.ts?raw';\nvoid text;"),
    status: 'failed',
    place: GREET,
    says: /does not export `default`/,
  },
  {
    name: 'a file without its extension',
    files: above("import { x } from './types';\nvoid x;", { [TYPES]: 'export const x = 1;\n' }),
    status: 'crashed',
    place: GREET,
    says: /imports `\.\/types`, which is not there/,
  },
  {
    name: 'a file that throws, imported by two',
    files: { [GREET]: 'throw Object.create(null);\nexport const greet = 1;\n' },
    status: 'crashed',
    place: GREET,
    says: /greet\.ts does not load/,
  },
];

const courses = new HostileCourses();
afterAll(() => courses.close());

describe.concurrent('what Node cannot load does not pass', () => {
  test.for(HOSTILE)('$name', async (hostile) => {
    expectVerdict(await courses.grade(hostile.files), hostile);
  });
});
