import { ROOT } from '../names.ts';

/** The address by which an engine names a file of the course. */
export const addressOf = (path: string) => `file://${ROOT}/${path}`;

/** The wrapper of each file has a line of its own, before the file's first. */
export const LINES_BEFORE = 1;

/** Stacks name the TypeScript, by its path from the course's root, and nothing of this site's. */
export function mapStacks(): void {
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

const OWN = new RegExp(`file://${ROOT}/(.+?\\.ts):(\\d+):(\\d+)`, 'g');

function told(frame: string): string {
  return frame
    .replace(OWN, (_all, path: string, line: string, column: string) => {
      return `${path}:${Number(line) - LINES_BEFORE}:${column}`;
    })
    .replace(/\bhttps?:\/\/[^\s)]*\//g, 'node_modules/');
}
