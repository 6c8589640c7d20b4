import type { Sources } from './sources.ts';

/** A place in a learner's file. */
export interface Place {
  /** `chapters/03-authenticator/guard.ts` */
  file: string;
  line: number;
  column: number;
}

/**
 * The first place in a learner's own file that a text names: a stack, or a message. The given
 * chapter 0 and the checks are not the learner's.
 */
export function placeIn(text: string): Place | undefined {
  for (const [, file, line, column] of text.matchAll(
    /((?:chapters|solutions)[\\/](?!00-)\d\d-[^\s:()]+\.ts):(\d+):(\d+)/g,
  )) {
    if (!file || /\.test\.ts$|[\\/]checks[\\/]/.test(file)) continue;
    return { file: file.replaceAll('\\', '/'), line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** `chapters/03-authenticator/guard.ts:12:5` */
export function formatPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** The line that a place is on, with one more either side, numbered; empty if there is none. */
export function codeFrame(sources: Sources, { file, line, column }: Place): string {
  const lines = sources.read(file)?.split('\n') ?? [];
  if (lines.length < line) return '';
  const width = String(line + 1).length;
  return lines
    .slice(Math.max(0, line - 2), line + 1)
    .flatMap((text, index) => {
      const number = Math.max(1, line - 1) + index;
      const shown = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${cut(text)}`;
      if (number !== line || column > 100) return shown;
      return [shown, `  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}^`];
    })
    .join('\n');
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
