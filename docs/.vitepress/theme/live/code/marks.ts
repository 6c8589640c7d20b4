import type { GradeView } from '../../../../../scripts/live/protocol.ts';
import type { MarkedLine } from './editor.ts';

/** The lines of a file that a grade names, each with what it says of it. */
export function marksIn(path: string, grade: GradeView | undefined): MarkedLine[] {
  const marks = new Map<number, string>();
  const failed = grade?.checks.filter(({ outcome }) => outcome === 'failed') ?? [];
  for (const message of [grade?.message, ...failed.map((check) => check.message)]) {
    const place = message && placeIn(path, message);
    if (place && !marks.has(place.line)) marks.set(place.line, place.message);
  }
  return [...marks].map(([line, message]) => ({ line, message }));
}

/** What TypeScript says of a file. */
export function notesIn(path: string, grade: GradeView | undefined): GradeView['notes'] {
  return grade?.notes.filter(({ file }) => file === path) ?? [];
}

/** `chapters/03-authenticator/guard.ts:12:5: what is wrong`: the place comes first. */
function placeIn(path: string, text: string): MarkedLine | undefined {
  const start = `${path}:`;
  if (!text.startsWith(start)) return undefined;
  const [, line, message = ''] = /^(\d+)(?::\d+)?:? ?([^\n]*)/.exec(text.slice(start.length)) ?? [];
  return line === undefined ? undefined : { line: Number(line), message };
}
