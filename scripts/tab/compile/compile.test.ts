import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { listFiles } from '../../lib/files.ts';
import { stripTypes } from '../../lib/strip-types.mjs';
import { compile } from './compile.ts';
import { eraseTypes } from './erase-types.ts';
import { EqualLength, parseModule } from './syntax.ts';

const FILES = ['chapters', 'solutions', 'scripts/grading'].flatMap((tree) =>
  listFiles(join(courseRoot, tree))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${tree}/${name}`),
);

function erase(path: string, source: string): string {
  const text = new EqualLength(source);
  eraseTypes(path, parseModule(path, source), text);
  return text.toString();
}

/** What a module says, without where it says it. */
function meaningOf(code: string): string {
  const { program, errors } = parseSync('x.js', code, {
    sourceType: 'module',
    preserveParens: false,
  });
  expect(errors, code).toEqual([]);
  return JSON.stringify(program, (key, value: unknown) => {
    if (key === 'start' || key === 'end' || key === 'parent' || key === 'raw') return undefined;
    return Array.isArray(value) ? value.filter((each) => each?.type !== 'EmptyStatement') : value;
  });
}

test.each(FILES)('%s: what is left is what Node runs', (path) => {
  const source = readFileSync(join(courseRoot, path), 'utf8');
  const erased = erase(path, source);
  expect(erased).toHaveLength(source.length);
  // The compiler marks a file without code as a module.
  const { code } = stripTypes(path, source);
  expect(meaningOf(erased)).toBe(meaningOf(code.replace(/^export \{\};$/m, '')));
});

test.each([
  'const a: string = b as unknown as string;',
  'let a!: string; c?.d!.e! as unknown;',
  'const f = async <T,>(x: T): Promise<{\n  a: T;\n}> => x;',
  'const g = (x: unknown, y?: number, { z }: { z: string } = o): x is string => true;',
  'try {\n} catch (error: unknown) {\n}',
  'export abstract class A<T> extends B<T> implements C, D<T> {\n  private readonly a?: string = "";\n  declare b: number;\n  [key: string]: unknown;\n  abstract c(): void;\n  protected static override async d(this: A, x?: string): Promise<void> {}\n  constructor(x: string);\n  constructor(x: any) { super(); }\n  #e!: string;\n}',
  'function over(a: string): void;\nfunction over(a: unknown) { return a satisfies unknown; }',
  'import { type A, b } from "./b.ts";\nimport type { C } from "./c.ts";\nb();\nexport type { C };\nexport interface D {}\ntype E = import("x").F;',
  'const m = new Map<string, number[]>(); tag<string>`x`; call?.<T>(1); (a as any)[0]; <T>a;',
  'for (const a of b as string[]) (c as D)(a!);\ndeclare const x: string;\ndeclare module "y" {}',
  'class A { static readonly = 1; private = 2; async get() {} accessor x: number = 1 }',
])('%s', (source) => {
  const erased = erase('x.ts', source);
  expect(erased).toHaveLength(source.length);
  expect(meaningOf(erased)).toBe(meaningOf(stripTypes('x.ts', source).code));
});

test('imports and exports are told, and the code stays where it is', () => {
  const source = `import a, { b as c, type T } from './a.ts';
import * as d from 'd';
export { e } from './e.ts';
export * from './f.ts';
export const { g, h: [i] } = d;
export default c;
`;
  const { code, ...module } = compile('x.ts', source);
  expect(module).toEqual({
    imports: [
      {
        specifier: './a.ts',
        names: [
          { imported: 'default', local: 'a', line: 1, column: 8 },
          { imported: 'b', local: 'c', line: 1, column: 13 },
        ],
      },
      { specifier: 'd', names: [{ imported: '*', local: 'd', line: 2, column: 8 }] },
      { specifier: './e.ts', names: [{ imported: 'e', local: undefined, line: 3, column: 10 }] },
      { specifier: './f.ts', names: [] },
    ],
    exports: [
      ['g', 'g'],
      ['i', 'i'],
    ],
    hasDefault: true,
    handsOn: [
      { name: 'e', specifier: './e.ts', imported: 'e' },
      { name: '*', specifier: './f.ts', imported: '*' },
    ],
    isMutable: false,
    awaits: false,
  });
  expect(code).toHaveLength(source.length);
  expect(code.split('\n').slice(4, 6)).toEqual([
    '       const { g, h: [i] } = d;',
    '$e.default=    c;',
  ]);
});

test('what only a module may contain gives way', () => {
  const { code, awaits } = compile('x.ts', 'await import(import.meta.url);');
  expect(code).toBe('await $imprt($imprt.meta.url);');
  expect(awaits).toBe(true);
  expect(compile('x.ts', 'async () => await 1;').awaits).toBe(false);
});

test.each([
  ['const a = ;\n', 'Unexpected token', 'x.ts:1:11'],
  ['\nenum A { B }', 'An `enum` is more than a type', 'x.ts:2:1'],
  ['class A { constructor(private a: string) {} }', 'Declare the property', 'x.ts:1:23'],
])('%s says where', (source, what, place) => {
  expect(() => compile('x.ts', source)).toThrow(what);
  try {
    compile('x.ts', source);
  } catch (error) {
    expect((error as Error).stack).toContain(place);
  }
});
