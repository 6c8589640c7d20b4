import { existsSync, readFileSync } from 'node:fs';
import { METHODS, STATUS_CODES } from 'node:http';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { Plugin, UserConfig } from 'vite';
import { courseFiles, checkFiles, engineFiles, packagesOf } from './course-files.ts';

const HERE = import.meta.dirname;
const NODE = join(HERE, 'node');
const BUILTINS = new Set(builtinModules);

/** Packages that need what a browser doesn't have, or are large for what they do; and what stands in. */
const SUBSTITUTES: Record<string, string> = {
  '@node-rs/argon2': 'argon2.ts',
  'form-data': 'form-data.ts',
  formidable: 'form-data.ts',
  'iconv-lite': 'iconv-lite.ts',
  mime: 'mime.ts',
};

/** A prefix of what only this plugin knows, and of the same once it is found. */
const VIRTUAL = 'cairn:';
const FOUND = '\0cairn:';
/** What `require` gives for one of Node's modules: its default. */
const REQUIRED = '\0cairn-required:';

export interface TabOptions {
  /** The course's folder. */
  root: string;
  /** Where the code is for: the page knows files, and no network. */
  where: 'page' | 'worker';
}

/**
 * Builds the workbook for a browser's tab: Node's modules are ours, and the course is compiled.
 * Once for the page, and once for its worker.
 */
export function tabWorkbook({ root, where }: TabOptions): Plugin {
  return {
    name: `cairn:tab-${where}`,
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async resolveId(source, importer, { kind }) {
      if (source.startsWith(VIRTUAL)) return `\0${source}`;
      const substitute = SUBSTITUTES[source];
      if (where === 'worker' && substitute !== undefined) {
        return asAskedFor(join(HERE, 'substitutes', substitute), kind);
      }
      if (source.endsWith('locales/index.js') && importer?.includes('node_modules/zod/')) {
        return join(HERE, 'substitutes/zod-locales.ts');
      }
      if (source === 'superagent') {
        // Its own build for browsers is another program.
        return join(root, 'node_modules/superagent/lib/node/index.js');
      }
      const name = bareName(source);
      if (source.endsWith('/') || !BUILTINS.has(name)) return null;
      const isOwn = importer?.startsWith(NODE) === true && !source.startsWith('node:');
      if (isOwn) return null;
      const file = fileFor(name, where);
      if (file === undefined) return `${FOUND}nothing`;
      return asAskedFor(file, kind);
    },
    async load(id) {
      if (id.startsWith(REQUIRED)) {
        const file = JSON.stringify(id.slice(REQUIRED.length));
        return `import all from ${file};\nexport { all as 'module.exports' };`;
      }
      if (!id.startsWith(FOUND)) return null;
      return contentOf(id.slice(FOUND.length), root);
    },
    transform(code, id) {
      if (!id.endsWith('node-sqlite3-wasm.js')) return null;
      // It would read its file as soon as it is loaded; the page has compiled that already.
      const reads = 'var binary=getBinarySync(file);module=new WebAssembly.Module(binary)';
      if (!code.includes(reads)) this.error('node-sqlite3-wasm loads its file in another way.');
      return code.replace(reads, 'module=globalThis.cairnSqlite');
    },
  };
}

const bareName = (source: string) => source.replace(/^node:/, '');

/** `require` wants what `import` calls the default. */
function asAskedFor(file: string, kind: string | undefined): string {
  return kind === 'require-call' ? `${REQUIRED}${file}` : file;
}

function fileFor(name: string, where: TabOptions['where']): string | undefined {
  const folders = where === 'page' ? [join(HERE, 'page/node'), NODE] : [NODE];
  return folders.map((folder) => join(folder, `${name}.ts`)).find((file) => existsSync(file));
}

async function contentOf(name: string, root: string): Promise<string> {
  const [kind, which] = name.split('/');
  switch (kind) {
    case 'nothing':
      return 'export default {};';
    case 'http-tables':
      return `export const METHODS = ${JSON.stringify(METHODS)};
export const STATUS_CODES = ${JSON.stringify(STATUS_CODES)};`;
    case 'imports':
      return json(importsOf(root));
    case 'engine':
      return json(engineFiles(root));
    case 'course':
      return json(courseFiles(root));
    case 'checks':
      return checkGroups(root, which);
    case 'types':
      return json((await import('./types/type-files.ts')).typeFiles(root));
    case 'packages':
      return packagesCode(packagesOf(root));
    default:
      throw new Error(`There is no ${VIRTUAL}${name}.`);
  }
}

/** What package.json says of the course's own names. */
function importsOf(root: string): unknown {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { imports: unknown }).imports;
}

/** As a string: quicker to read than the same as an object. */
function json(value: unknown): string {
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}

/** The checks of each chapter, to be loaded when they are asked for; or those of one. */
function checkGroups(root: string, slug: string | undefined): string {
  const groups = checkFiles(root);
  if (slug !== undefined) return json(groups[slug] ?? []);
  const loaders = Object.keys(groups).map(
    (each) => `${JSON.stringify(each)}: () => import('${VIRTUAL}checks/${each}'),`,
  );
  return `export default {\n${loaders.join('\n')}\n};`;
}

/** Every package that a file of the course imports, with the names that Node can see in it. */
async function packagesCode(specifiers: string[]): Promise<string> {
  const missing = specifiers.filter(
    (each) => BUILTINS.has(bareName(each)) && fileFor(bareName(each), 'worker') === undefined,
  );
  if (missing.length > 0) throw new Error(`scripts/tab/node/ doesn't have ${missing.join(', ')}.`);
  const lines = await Promise.all(
    specifiers.map(async (specifier, index) => {
      const names = Object.keys((await import(specifier)) as object).filter(
        (name) => name !== 'module.exports',
      );
      return {
        import: `import * as p${index} from ${JSON.stringify(specifier)};`,
        entry: `${JSON.stringify(specifier)}: [p${index}, ${JSON.stringify(names)}],`,
      };
    }),
  );
  const entries = lines.map(({ entry }) => entry).join('\n');
  return `${lines.map((line) => line.import).join('\n')}\nexport default {\n${entries}\n};`;
}

/**
 * What a site's build needs to have the workbook in a tab.
 *
 * @param where whose modules of Node's a page gets: a test of the worker's has a page to run in
 */
export function tabBuild(
  root: string,
  where: TabOptions['where'] = 'page',
): Pick<UserConfig, 'plugins' | 'worker'> {
  return {
    plugins: [tabWorkbook({ root, where })],
    worker: { format: 'es', plugins: () => [tabWorkbook({ root, where: 'worker' })] },
  };
}
