import type { CheckGrade } from '../outcome.ts';
import type { Score } from './score.ts';

/** The one document that `grade --json` prints. */
export function toJson({ source, points, max, chapters, handedIn }: Score): string {
  const document = {
    source,
    points,
    max,
    ...handedIn,
    chapters: chapters.map(
      ({ output: _output, briefs: _briefs, digests: _digests, checks, ...chapter }) => ({
        ...chapter,
        checks: checks.map(checkOf),
      }),
    ),
  };
  return JSON.stringify(document, null, 2);
}

function checkOf({ id, task, title, points, max, passed, message, hint, page }: CheckGrade) {
  return { id, task, title, points, max, passed, message, hint, page };
}
