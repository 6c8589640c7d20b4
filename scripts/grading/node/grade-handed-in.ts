import { copyHandedIn } from '../../course/handed-in.ts';
import { type Score, scoreOf } from '../report/score.ts';
import { Grader, type RunProgress } from './grader.ts';

/** What of a learner's work is graded, and by which course. */
export interface ToGrade {
  /** The course's folder. */
  course: string;
  /** The learner's copy of it. */
  directory: string;
  /** Chapters, 1 and up. */
  numbers: readonly number[];
  /** This task's checks alone: `3.2`. */
  only?: string | undefined;
  onProgress?: (progress: RunProgress) => void;
}

/**
 * Grades what a learner handed in, in a clean copy of the course, where their code reaches neither
 * the solutions nor the checks, and can't tell us how it did. Nothing of it is remembered.
 *
 * @throws UsageError or NotTaken for a directory, or a file in it, that can't be taken
 */
export async function gradeHandedIn(toGrade: ToGrade): Promise<Score> {
  const { course, directory, numbers, only, onProgress } = toGrade;
  const { root, taken, left, remove } = copyHandedIn(course, directory);
  // Ctrl+C ends us, too.
  process.once('exit', remove);
  const grader = await Grader.open({
    root,
    untrusted: true,
    course,
    ...(onProgress && { onProgress }),
  });
  try {
    const chapters = await grader.grade(numbers, only);
    return { ...scoreOf('chapters', chapters), handedIn: { taken, left } };
  } finally {
    grader.close();
    process.off('exit', remove);
    remove();
  }
}
