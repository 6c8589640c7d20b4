import { visible } from '../../lib/quote.ts';
import { courseRoot } from '../../course/root.ts';
import { explainSystemError, isSystemError } from '../../lib/system-error.ts';
import { rememberGrades } from '../../grading/node/progress.ts';
import type { ChapterGrade } from '../../grading/outcome.ts';

/** Remembers grades. Where that can't be written, they count all the same, and one line says so. */
export function keepProgress(grades: readonly ChapterGrade[]): void {
  try {
    rememberGrades(courseRoot, grades);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const why = visible(explainSystemError(error, courseRoot), 300);
    console.error(`Your progress can't be kept (${why}): npm run doctor says what is in the way.`);
  }
}
