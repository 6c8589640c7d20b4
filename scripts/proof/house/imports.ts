import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'vite';
import { parse as parseComponent } from 'vue/compiler-sfc';

/** An import as a file writes it, types included. */
export interface Import {
  /** The file that imports: a path from the course's root. */
  from: string;
  /** `../course/root.ts`, `node:fs`, `#check` */
  specifier: string;
  /** The file it leads to, when that is one of the course: a path from its root. */
  to?: string;
}

/** Everything a TypeScript module or a Vue component imports, re-exports or names a type of. */
export function importsOf(root: string, from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8');
  return scriptsIn(from, text)
    .flatMap((script) => specifiersIn(parseSync(from.replace(/\.vue$/, '.ts'), script).program))
    .map((specifier) => {
      const to = resolve(root, from, specifier);
      return { from, specifier, ...(to !== undefined && { to }) };
    });
}

function scriptsIn(file: string, text: string): string[] {
  if (!file.endsWith('.vue')) return [text];
  const { script, scriptSetup } = parseComponent(text).descriptor;
  return [script, scriptSetup].flatMap((block) => (block ? [block.content] : []));
}

/** Every node that leads to another module has a `source`: imports, exports, `import()`, types. */
function specifiersIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, source } = node as { type?: string; source?: { value?: unknown } | null };
  const value = type && LEADS_ELSEWHERE.has(type) ? source?.value : undefined;
  const inside = Object.values(node).flatMap(specifiersIn);
  return typeof value === 'string' ? [value, ...inside] : inside;
}

const LEADS_ELSEWHERE = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** What package.json's `imports` say. Either tree would do: both have the same files. */
const ALIASES: [prefix: string, folder: string][] = [
  ['#api/', 'chapters/00-open-api/'],
  ['#course/', 'solutions/'],
];

function resolve(root: string, from: string, specifier: string): string | undefined {
  const alias = ALIASES.find(([prefix]) => specifier.startsWith(prefix));
  if (alias) return alias[1] + specifier.slice(alias[0].length);
  if (specifier === '#check') return 'scripts/grading/check/index.ts';
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(dirname(from), specifier.split('?')[0] ?? '');
  return existsSync(join(root, path)) ? path : undefined;
}
