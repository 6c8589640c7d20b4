import { Session } from 'node:inspector';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '../lib/files.ts';
import { isTelling, type Place } from './place.ts';

/** Finds out where functions were written. Node's inspector knows; the functions stay as they are. */
export class FunctionPlaces {
  readonly #root: string;
  readonly #session = new Session();
  readonly #scripts = new Map<string, string>();
  readonly #known = new WeakMap<Function, Place>();

  constructor(root: string) {
    this.#root = root;
    this.#session.connect();
    this.#session.on('Debugger.scriptParsed', ({ params }) => {
      this.#scripts.set(params.scriptId, params.url);
    });
    this.#session.post('Debugger.enable');
  }

  of(fn: Function): Place {
    const known = this.#known.get(fn);
    if (known) return known;
    const place = this.#placeOf(fn);
    this.#known.set(fn, place);
    return place;
  }

  #placeOf(fn: Function): Place {
    const url = this.#urlOf(fn);
    const path = url.startsWith('file:') ? fileURLToPath(url) : url;
    const pkg = /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1];
    if (pkg !== undefined) return { name: isTelling(fn.name) ? fn.name : pkg };
    const file = path === '' ? undefined : fromRoot(this.#root, path);
    const name = isTelling(fn.name) || !file ? fn.name : basename(file, '.ts');
    return { name: name || 'a function', ...(file !== undefined && { file }) };
  }

  /** The session answers at once: it is this very process. */
  #urlOf(fn: Function): string {
    let url = '';
    const global = globalThis as { cairnFunction?: Function };
    global.cairnFunction = fn;
    this.#session.post(
      'Runtime.evaluate',
      { expression: 'globalThis.cairnFunction', objectGroup: 'cairn' },
      (_error, found) => {
        const objectId = found?.result.objectId;
        if (objectId === undefined) return;
        this.#session.post(
          'Runtime.getProperties',
          { objectId, ownProperties: true },
          (_e, all) => {
            const place = all?.internalProperties?.find(
              ({ name }) => name === '[[FunctionLocation]]',
            );
            const { scriptId } = (place?.value?.value ?? {}) as { scriptId?: string };
            url = this.#scripts.get(scriptId ?? '') ?? '';
          },
        );
      },
    );
    this.#session.post('Runtime.releaseObjectGroup', { objectGroup: 'cairn' });
    delete global.cairnFunction;
    return url;
  }
}
