import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, stackOf } from '../grading/told.ts';
import { printable } from '../lib/quote.ts';

/** As many lines of a message say enough in a terminal. */
const MAX_LINES = 10;

/**
 * Says what an error of the learner's code is, their own file and line first, and none of the
 * frames that are not theirs.
 *
 * @param root the course's folder
 * @returns one line, or a few
 */
export function explainError(error: unknown, root: string): string {
  return printable(explain(error, root));
}

function explain(error: unknown, root: string): string {
  if (!(error instanceof Error)) return `The code threw ${describe(error)}, which is not an Error.`;
  const syntax = syntaxErrorOf(error);
  if (syntax) return `${shorten(syntax.place, root)}  SyntaxError: ${syntax.what}`;

  const message = shorten(firstLines(describe(error)), root);
  const places = framesOf(error, root);
  const [first, ...callers] = places;
  const lines = [first ? `${first}  ${message}` : message];
  lines.push(...callers.slice(0, 4).map((place) => `  called from ${place}`));
  if (error.cause instanceof Error) lines.push(`  because ${explainError(error.cause, root)}`);
  return lines.join('\n');
}

function firstLines(text: string): string {
  const lines = text.split('\n');
  return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '…'].join('\n') : text;
}

/** esbuild, which strips the types, says where in its own way. */
function syntaxErrorOf(error: Error): { place: string; what: string } | undefined {
  const match = /^(\S.*):(\d+):(\d+): ERROR: (.+)$/m.exec(error.message);
  return match ? { place: `${match[1]}:${match[2]}`, what: match[4] ?? '' } : undefined;
}

/** The frames in the course's own trees, as `file:line`. */
function framesOf(error: Error, root: string): string[] {
  const ours = new RegExp(`^(chapters|solutions)/`);
  const places: string[] = [];
  for (const line of stackOf(error).split('\n')) {
    const match =
      /(file:\/\/[^\s)]+?|(?:[A-Za-z]:|\b(?:chapters|solutions))?[\\/][^\s():]+):(\d+)(?::\d+)?\)?$/.exec(
        line.trim(),
      );
    if (!match) continue;
    const place = `${shorten(toPath(match[1] ?? ''), root)}:${match[2]}`;
    if (ours.test(place) && !places.includes(place)) places.push(place);
  }
  return places;
}

function toPath(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file.replace(/\?.*$/, '')) : file;
}

/** Paths below the root, as seen from the root. */
function shorten(text: string, root: string): string {
  return text
    .replaceAll(new URL(`file://${root.split(sep).join('/')}/`).href, '')
    .replaceAll(join(root, sep), '')
    .replaceAll('\\', '/');
}
