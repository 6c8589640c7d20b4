import { ROOT } from '../names.ts';

/** The address by which an engine names a file of the course. */
export const addressOf = (path: string) => `file://${ROOT}/${path}`;

/** The wrapper of each file has a line of its own, before the file's first. */
export const LINES_BEFORE = 1;

/** Stacks name the TypeScript, by its path from the course's root, and nothing of this site's. */
export function mapStacks(): void {
  mapTexts();
  // V8 asks for each stack's text: other engines don't.
  Error.prepareStackTrace = (error, frames) =>
    [describe(error), ...frames.map((frame) => `    at ${told(String(frame))}`)].join('\n');
}

function describe(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

/** Firefox makes a stack's text in a form of its own when it is asked for: it gets V8's. */
function mapTexts(): void {
  const found = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  const get = found?.get;
  if (!get) return;
  Object.defineProperty(Error.prototype, 'stack', {
    ...found,
    get(this: unknown) {
      const text: unknown = Reflect.apply(get, this, []);
      return typeof text === 'string' ? inV8sForm(this, text) : text;
    },
  });
}

/** `name@file:line:column`, a line a frame. */
function inV8sForm(error: unknown, text: string): string {
  const frames = text.split('\n').flatMap((line) => {
    const [, name = '', place] = /^([^@]*)@(.+)$/.exec(line) ?? [];
    if (place === undefined) return [];
    return told(name === '' ? place : `${name.replace(/^.*\*/, '')} (${place})`);
  });
  return [describe(error), ...frames.map((frame) => `    at ${frame}`)].join('\n');
}

const OWN = new RegExp(`file://${ROOT}/(.+?\\.ts):(\\d+):(\\d+)`, 'g');

function told(frame: string): string {
  return frame
    .replace(OWN, (_all, path: string, line: string, column: string) => {
      return `${path}:${Number(line) - LINES_BEFORE}:${column}`;
    })
    .replace(/\bhttps?:\/\/[^\s)]*\//g, 'node_modules/');
}
