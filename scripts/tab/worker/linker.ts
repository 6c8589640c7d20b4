import { ExportMissing, LinkError, ModuleNotFound } from '../../grading/link-errors.mjs';
import type { Source } from '../../course/chapters.ts';
import { EXPORTS, IMPORT, type CompiledModule, type ModuleImport } from '../compile/compile.ts';
import imports from 'cairn:imports';
import type { Modules } from './orders.ts';
import { exportsOf } from './packages.ts';
import { addressOf } from './stacks.ts';

type Namespace = Record<string, unknown>;
/** What a file's code becomes: its `import`s are answered, and its exports are taken. */
type Body = (
  offer: (getters: Record<string, () => unknown>) => void,
  exported: Namespace,
  load: Load,
  imported: Namespace[],
) => unknown;
type Load = ((specifier: string) => Promise<Namespace>) & { meta: object };

interface Linked {
  path: string;
  compiled: CompiledModule;
  namespace: Namespace;
  /** What its imports lead to: another file of the course, or a package's exports. */
  imports: (Linked | Namespace)[];
  evaluation: Promise<void> | undefined;
}

/** Packages that the checks watch, and what stands in for them. */
const WATCHED: Record<string, string> = {
  '@node-rs/argon2': 'scripts/grading/check/argon2.ts',
};

/** Functions that were made of code before: most files are the same in the next run. */
const bodies = new Map<string, { code: string; body: Body }>();

/** Links the course's files as Node links them. A linker is for one run. */
export class Linker {
  readonly #files: Modules;
  readonly #source: Source;
  readonly #linked = new Map<string, Linked>();

  /**
   * @param files every file of the run
   * @param source what `#course/…` means
   */
  constructor(files: Modules, source: Source) {
    this.#files = files;
    this.#source = source;
  }

  /** Loads a file of the course, and gives what it exports. */
  async load(path: string): Promise<Namespace> {
    return this.#load(`./${path}`, '');
  }

  /** The files that were loaded, and the code of each. */
  get loaded(): [path: string, code: string][] {
    return [...this.#linked].map(([path, { compiled }]) => [path, compiled.code]);
  }

  async #load(specifier: string, importer: string): Promise<Namespace> {
    const found = this.#find(specifier, importer);
    if (!isLinked(found)) return found;
    await this.#evaluated(found);
    return found.namespace;
  }

  #find(specifier: string, importer: string): Linked | Namespace {
    const path = resolve(specifier, importer, this.#source);
    if (path !== undefined) return this.#link(path, specifier, importer);
    const exported = exportsOf.get(specifier);
    if (!exported) throw new ModuleNotFound(specifier, importer);
    return exported;
  }

  /** Follows every import before anything runs, as the language wants it. */
  #link(path: string, specifier: string, importer: string): Linked {
    const known = this.#linked.get(path);
    if (known) return known;
    const compiled = Object.hasOwn(this.#files, path) ? this.#files[path] : undefined;
    if (!compiled) throw new ModuleNotFound(specifier, importer);
    if ('broken' in compiled) {
      const { message, stack } = compiled.broken;
      throw Object.assign(new SyntaxError(message), { code: 'PARSE_ERROR', stack });
    }
    const linked: Linked = {
      path,
      compiled,
      namespace: emptyNamespace(),
      imports: [],
      evaluation: undefined,
    };
    this.#linked.set(path, linked);
    try {
      for (const each of compiled.imports) {
        const target = this.#find(each.specifier, path);
        linked.imports.push(target);
        refuseMissing(each, target, path, this);
      }
    } catch (error) {
      // It isn't linked: whoever asks for it again is told the same.
      this.#linked.delete(path);
      throw error;
    }
    return linked;
  }

  /** The names that a file exports, its own and those from elsewhere. */
  namesOf(linked: Linked | Namespace, asked = new Set<unknown>()): Set<string> {
    if (!isLinked(linked)) return new Set(Object.keys(linked));
    if (asked.has(linked)) return new Set();
    asked.add(linked);
    const { exports, handsOn } = linked.compiled;
    const names = new Set(exports.map(([name]) => name));
    for (const { name, specifier } of handsOn) {
      if (name !== '*') names.add(name);
      else {
        const all = this.namesOf(this.#find(specifier, linked.path), asked);
        for (const each of all) if (each !== 'default') names.add(each);
      }
    }
    return names;
  }

  /** @param within the files that wait for this one: in a circle, the one that began it */
  async #evaluated(linked: Linked, within: ReadonlySet<Linked> = new Set()): Promise<void> {
    linked.evaluation ??= this.#evaluate(linked, new Set([...within, linked]));
    await linked.evaluation;
  }

  async #evaluate(linked: Linked, within: ReadonlySet<Linked>): Promise<void> {
    const { compiled, namespace, path } = linked;
    const isEarly = (each: Linked | Namespace) => isLinked(each) && within.has(each);
    for (const each of linked.imports) {
      if (isLinked(each) && !isEarly(each)) await this.#evaluated(each, within);
    }
    this.#handOn(linked);
    const imported = linked.imports.map((each) => (isLinked(each) ? each.namespace : each));
    const load = Object.assign((specifier: string) => this.#load(String(specifier), path), {
      meta: { url: addressOf(path) },
    });
    const isLive = linked.imports.some(
      (each) => isEarly(each) || (isLinked(each) && each.compiled.isMutable),
    );
    const offer = (getters: Record<string, () => unknown>) => {
      for (const [name, get] of Object.entries(getters)) define(namespace, name, get);
    };
    await bodyOf(path, compiled, isLive)(offer, {}, load, imported);
    Object.preventExtensions(namespace);
  }

  #handOn({ compiled, namespace, path }: Linked): void {
    for (const { name, specifier, imported } of compiled.handsOn) {
      const found = this.#find(specifier, path);
      const from = isLinked(found) ? found.namespace : found;
      if (name !== '*') define(namespace, name, () => (imported === '*' ? from : from[imported]));
      else {
        for (const each of this.namesOf(found)) {
          if (each !== 'default') define(namespace, each, () => from[each]);
        }
      }
    }
  }
}

function isLinked(found: Linked | Namespace): found is Linked {
  return 'evaluation' in found && 'compiled' in found;
}

function emptyNamespace(): Namespace {
  const namespace = Object.create(null) as Namespace;
  Object.defineProperty(namespace, Symbol.toStringTag, { value: 'Module' });
  return namespace;
}

function define(namespace: Namespace, name: string, get: () => unknown): void {
  if (!Object.hasOwn(namespace, name)) {
    Object.defineProperty(namespace, name, { get, enumerable: true });
  }
}

function refuseMissing(
  { specifier, names }: ModuleImport,
  target: Linked | Namespace,
  importer: string,
  linker: Linker,
): void {
  const there = linker.namesOf(target);
  for (const { imported, line, column } of names) {
    if (imported === '*' || there.has(imported)) continue;
    const place = `${importer}:${line}`;
    if (isLinked(target)) throw new ExportMissing(imported, target.path, place);
    throw new LinkError(imported, specifier, `${place}:${column}`);
  }
}

function resolve(specifier: string, importer: string, source: Source): string | undefined {
  if (/^\.{0,2}\//.test(specifier)) {
    return new URL(specifier, `file:///${importer}`).pathname.slice(1);
  }
  for (const [name, target] of Object.entries(imports)) {
    const path = typeof target === 'string' ? target : (target[source] ?? target['default'] ?? '');
    const [before = '', after] = name.split('*');
    if (specifier === name) return path.slice(2);
    if (after === undefined || !specifier.startsWith(before)) continue;
    return path.replace('*', specifier.slice(before.length)).slice(2);
  }
  return Object.hasOwn(WATCHED, specifier) ? WATCHED[specifier] : undefined;
}

function bodyOf(path: string, compiled: CompiledModule, isLive: boolean): Body {
  const name = `${path} ${isLive}`;
  const known = bodies.get(name);
  if (known?.code === compiled.code) return known.body;
  const body = makeBody(path, compiled, isLive);
  bodies.set(name, { code: compiled.code, body });
  return body;
}

/** What a file imports is constant in most cases; where it isn't, each use looks it up again. */
function makeBody(path: string, compiled: CompiledModule, isLive: boolean): Body {
  const locals = compiled.imports.flatMap(({ names }, index) =>
    names.flatMap(({ imported, local }) =>
      local === undefined
        ? []
        : [
            {
              local,
              value:
                imported === '*' ? `$i[${index}]` : `$i[${index}][${JSON.stringify(imported)}]`,
            },
          ],
    ),
  );
  const offered = compiled.exports.map(
    ([name, local]) => `${JSON.stringify(name)}: () => ${local}`,
  );
  const own = compiled.hasDefault ? [`default: () => ${EXPORTS}.default`] : [];
  const kind = compiled.awaits ? 'async function' : 'function';
  const parameters = `$offer, ${EXPORTS}, ${IMPORT}, $i`;
  const constants = locals.map(({ local, value }) => `const ${local} = ${value};`);
  const head = `'use strict'; ${isLive ? '' : constants.join(' ')}$offer({${[...own, ...offered].join(', ')}});`;
  const inner = `${kind} (${parameters}) {${head}\n${compiled.code}\n}`;
  const address = `//# sourceURL=${addressOf(path)}`;
  if (!isLive) return evaluate(`(${inner})\n${address}`) as Body;
  const getters = locals.map(({ local, value }) => `get ${local}() { return ${value}; }`);
  const scope = `{__proto__: null, ${getters.join(', ')}}`;
  const outer = `(function (${parameters}) {with (${scope}) return (${inner})(${parameters});\n})`;
  return evaluate(`${outer}\n${address}`) as Body;
}

/** Code in a scope of its own: the global one. Only a worker does that: the page's policy forbids it. */
// oxlint-disable-next-line no-eval
const evaluate = globalThis.eval;
