// Links the course's modules as Node links them, and reads each file anew for every run. Plain
// JavaScript, for Node loads it without any help.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SourceTextModule, SyntheticModule } from 'node:vm';
import { parseSync } from 'rolldown/utils';
import { stripTypes } from '../../../lib/strip-types.mjs';
import { ExportMissing, LinkError, ModuleNotFound } from '../../link-errors.mjs';

/** Code that is handed in to be graded imports what it may not have. */
class ImportRefused extends Error {
  code = 'IMPORT_REFUSED';

  constructor(specifier, importer, why) {
    super(
      `${importer} imports \`${specifier}\`, ${why}: in a grade of handed-in code that is refused.`,
    );
  }
}

/** Where a file imports, or exports from elsewhere, a name: an index in its text. */
function importIn(path, text, specifier, name) {
  const { staticImports, staticExports } = parseSync(path, text).module;
  for (const { moduleRequest, entries } of [...staticImports, ...staticExports]) {
    for (const entry of entries) {
      const from = moduleRequest ?? entry.moduleRequest;
      const { kind, name: imported, start } = entry.importName;
      const isName = (kind === 'Default' ? 'default' : imported) === name;
      if (from?.value === specifier && isName && !entry.isType) return start ?? from.start;
    }
  }
  return undefined;
}

/** By a module's address: where the pieces of its code came from. Stacks are told in TypeScript. */
const maps = new Map();

/** What was compiled, by the file's address: most files are the same in the next run. */
const compiled = new Map();

/** A package, or an alias, that there isn't. */
const NOWHERE = new Set(['ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_IMPORT_NOT_DEFINED']);

/** Packages that the checks watch, and what stands in for them. */
const WATCHED = { '@node-rs/argon2': 'scripts/grading/check/argon2.ts' };

export class Linker {
  /** SHA-256 of what was read, by the file's path from the root. */
  digests = {};
  #root;
  #rootUrl;
  #imports;
  #refusalOf;
  #texts;
  #modules = new Map();
  #turn = Promise.resolve();

  /**
   * @param {string} root the course's folder
   * @param {string} source what `#course/…` means: `chapters` or `solutions`
   * @param {object} [limits]
   * @param [limits.refusalOf] says why a module may not import another; undefined where it may. See
   *   allowed-imports.mjs
   * @param [limits.texts] of files that aren't there to be read, by their paths from the root
   */
  constructor(root, source, { refusalOf = () => undefined, texts = {} } = {}) {
    this.#root = root;
    this.#refusalOf = refusalOf;
    this.#texts = texts;
    this.#rootUrl = pathToFileURL(join(root, sep)).href;
    const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    this.#imports = Object.entries(imports).map(([name, target]) => [
      name,
      typeof target === 'string' ? target : (target[source] ?? target.default),
    ]);
  }

  /** Loads a module, and gives what it exports. */
  async load(specifier, importer = this.#rootUrl) {
    const module = await this.#evaluated(this.#resolve(specifier, importer), specifier, importer);
    return module.namespace;
  }

  /** Compiles files ahead of time. */
  async prepare(files) {
    for (const file of files) this.#compile(new URL(file, this.#rootUrl).href);
  }

  async #evaluated(url, specifier, importer) {
    const module = await this.#module(url, specifier, importer);
    if (module.status === 'unlinked') {
      // One at a time: two that share a module would get in each other's way.
      const linked = this.#turn.then(() => this.#link(module));
      this.#turn = linked.catch(() => {});
      await linked;
    }
    await module.evaluate();
    return module;
  }

  async #link(module) {
    if (module.status !== 'unlinked') return;
    try {
      await module.link((specifier, { identifier }) =>
        this.#module(this.#resolve(specifier, identifier), specifier, identifier),
      );
    } catch (error) {
      // One that it imports was loaded before, and failed: for that very reason it fails again.
      if (error.code === 'ERR_VM_MODULE_LINK_FAILURE') throw error.cause;
      // V8 says what isn't exported, but not where it is imported.
      const found = /module '(.+)' does not provide an export named '(.+)'$/.exec(error.message);
      if (!(error instanceof SyntaxError) || error.code || !found) throw error;
      throw this.#linkError(found[1], found[2]);
    }
  }

  /** Finds the import in the files that were read. */
  #linkError(specifier, name) {
    for (const [url, { text }] of compiled) {
      if (!this.#modules.has(url) || !text.includes(specifier)) continue;
      const path = this.#name(url);
      const at = importIn(path, text, specifier, name);
      if (at === undefined) continue;
      const lines = text.slice(0, at).split('\n');
      const [line, column] = [lines.length, lines.at(-1).length + 1];
      if (!/^[./#]/.test(specifier))
        return new LinkError(name, specifier, `${path}:${line}:${column}`);
      return new ExportMissing(name, this.#name(this.#resolve(specifier, url)), `${path}:${line}`);
    }
    return new LinkError(name, specifier, '');
  }

  #module(url, specifier, importer) {
    const known = this.#modules.get(url);
    if (known) return known;
    const module =
      url.startsWith('file:') && new URL(url).pathname.endsWith('.ts')
        ? this.#courseModule(url, specifier, importer)
        : packageModule(url, specifier, this.#name(importer));
    this.#modules.set(url, module);
    return module;
  }

  async #courseModule(url, specifier, importer) {
    let code;
    try {
      code = this.#compile(url);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      throw new ModuleNotFound(specifier, this.#name(importer));
    }
    return new SourceTextModule(code, {
      identifier: url,
      initializeImportMeta: (meta) => {
        meta.url = url;
        meta.filename = fileURLToPath(url);
        meta.dirname = join(meta.filename, '..');
      },
      importModuleDynamically: async (wanted) =>
        this.#evaluated(this.#resolve(wanted, url), wanted, url),
    });
  }

  /** Reads a file, whatever was read before, and takes the types out of it. */
  #compile(url) {
    const path = this.#name(url);
    const text = this.#texts[path] ?? readFileSync(fileURLToPath(url), 'utf8');
    // What is read a second time, for another query, may have been saved in between.
    this.digests[path] ??= createHash('sha256').update(text).digest('base64url');
    const known = compiled.get(url);
    if (known?.text === text) return known.code;
    const { code, map } = stripTypes(path, text);
    compiled.set(url, { text, code });
    maps.set(url, { path, map });
    return code;
  }

  #resolve(specifier, importer) {
    const url = this.#find(specifier, importer);
    const from = this.#name(importer);
    const why = this.#refusalOf(from, specifier, this.#name(url));
    if (why) throw new ImportRefused(specifier, from, why);
    return url;
  }

  #find(specifier, importer) {
    if (/^\.{0,2}\//.test(specifier)) return new URL(specifier, importer).href;
    const own = specifier.startsWith('#') ? this.#imports : [];
    for (const [name, target] of own) {
      const [before, after] = name.split('*');
      const isExact = after === undefined && specifier === name;
      if (!isExact && (after === undefined || !specifier.startsWith(before))) continue;
      const rest = isExact ? '' : specifier.slice(before.length);
      return new URL(target.replace('*', rest), this.#rootUrl).href;
    }
    if (Object.hasOwn(WATCHED, specifier)) return new URL(WATCHED[specifier], this.#rootUrl).href;
    try {
      return import.meta.resolve(specifier, this.#rootUrl);
    } catch (error) {
      if (!NOWHERE.has(error.code)) throw error;
      throw new ModuleNotFound(specifier, this.#name(importer));
    }
  }

  /** An importer as people read it. */
  #name(url) {
    return url.startsWith('file:')
      ? relative(this.#root, fileURLToPath(url)).split(sep).join('/')
      : url;
  }
}

/** A package, or one of Node's own modules: loaded by Node itself. */
async function packageModule(url, specifier, importer) {
  let namespace;
  try {
    namespace = await import(url);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.includes(fileURLToPath(url))) {
      throw error;
    }
    throw new ModuleNotFound(specifier, importer);
  }
  const names = Object.keys(namespace);
  return new SyntheticModule(
    names,
    function () {
      for (const name of names) this.setExport(name, namespace[name]);
    },
    { identifier: url },
  );
}

/** Stacks name the TypeScript: the file from the course's root, its line and its column. */
export function mapStacks() {
  Error.prepareStackTrace = (error, frames) => {
    const head = describe(error);
    return [head, ...frames.map((frame) => `    at ${frameOf(frame)}`)].join('\n');
  };
}

function describe(error) {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

/** A frame's text may name two places: where code was evaluated, and from where. */
function frameOf(frame) {
  return frame
    .toString()
    .replace(/(file:\/\/.+?\.ts(?:\?[^:)]*)?):(\d+):(\d+)/g, (all, url, line, column) => {
      const known = maps.get(url);
      if (!known) return all;
      known.source ??= new SourceMap(known.map);
      const { originalLine, originalColumn } = known.source.findEntry(line - 1, column - 1);
      if (originalLine === undefined) return all;
      return `${known.path}:${originalLine + 1}:${originalColumn + 1}`;
    });
}
