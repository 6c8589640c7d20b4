import { basename } from 'node:path';
import { isTelling, type Place } from '../../serve/place.ts';
import type { Linker } from './linker.ts';

/** Finds out where functions were written. No debugger is at hand: a function's text is looked for. */
export function functionPlaces(linker: Linker): { of: (fn: Function) => Place } {
  const known = new WeakMap<Function, Place>();
  return {
    of(fn) {
      const place = known.get(fn) ?? placeOf(fn, linker);
      known.set(fn, place);
      return place;
    },
  };
}

function placeOf(fn: Function, linker: Linker): Place {
  const text = String(fn);
  const file = linker.loaded.find(
    ([path, code]) => !path.startsWith('scripts/') && code.includes(text),
  )?.[0];
  const name = isTelling(fn.name) || file === undefined ? fn.name : basename(file, '.ts');
  return { name: name || 'a function', ...(file !== undefined && { file }) };
}
