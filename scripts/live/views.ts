import { briefOf, listChapters } from '../course/chapters.ts';
import { listTasks, unwrittenTasks } from '../course/tasks.ts';
import { readGiven } from '../grading/node/hints.ts';
import { readProgress } from '../grading/node/progress.ts';
import type { ChapterGrade, CheckGrade, TypeNote } from '../grading/outcome.ts';
import type { ChapterView, CheckView, GradeView } from './protocol.ts';

/**
 * Every chapter as the page shows it: what can be read of it.
 *
 * @param trouble is told what can't
 */
export function chapterViews(
  root: string,
  trouble: (error: unknown) => void = () => {},
): ChapterView[] {
  const { checks, passed } = readProgress(root);
  const attempt = <Result>(read: () => Result): Result | undefined => {
    try {
      return read();
    } catch (error) {
      trouble(error);
      return undefined;
    }
  };
  return listChapters(root).map(({ number, slug, title }): ChapterView => {
    const points = Object.entries(checks)
      .filter(([id]) => id.startsWith(`${number}.`))
      .reduce((sum, [, check]) => sum + check.points, 0);
    const brief = attempt(() => briefOf(root, slug));
    const tasks = (number > 0 && attempt(() => listTasks(root, slug))) || [];
    const unwritten = tasks.length > 0 ? unwrittenTasks(root, slug) : [];
    return {
      number,
      slug,
      title,
      summary: brief?.summary ?? '',
      minutes: brief?.minutes ?? 0,
      points,
      max: number === 0 ? 0 : 100,
      done: passed[slug] !== undefined,
      hasGaps: passed[slug] === undefined && unwritten.length > 0,
      tasks: tasks.map(({ task, file }) => {
        const told = brief?.tasks.find((each) => each.task === task);
        const own = Object.entries(checks).filter(([id]) => id.startsWith(`${task}/`));
        return {
          task,
          title: told?.title ?? task,
          goal: told?.goal ?? '',
          text: told?.text ?? '',
          file: `chapters/${slug}/${file}`,
          written: !unwritten.some((each) => each.task === task),
          done: own.length > 0 && own.every(([, check]) => check.points >= check.max),
        };
      }),
    };
  });
}

/**
 * A chapter's grade as the page shows it.
 *
 * @param notes what TypeScript says of it; none as long as that isn't known
 */
export function gradeView(root: string, grade: ChapterGrade, notes: TypeNote[] = []): GradeView {
  const given = readGiven(root);
  const { chapter, points, max, status, durationMs, message, output } = grade;
  return {
    chapter,
    points,
    max,
    status,
    durationMs,
    ...(message !== undefined && { message }),
    checks: grade.checks.map((check) => checkView(check, given)),
    output,
    notes,
  };
}

/**
 * A check as the page shows it, with the hints alone that were asked for.
 *
 * @param given how many were, by the check's id
 */
export function checkView(check: CheckGrade, given: Record<string, number>): CheckView {
  const { id, task, taskTitle, title, points, max, outcome, hints } = check;
  const { needs, sameCauseAs, message, file, usually } = check;
  return {
    id,
    task,
    taskTitle,
    title,
    points,
    max,
    outcome,
    ...(needs !== undefined && { needs }),
    ...(sameCauseAs !== undefined && { sameCauseAs }),
    ...(message !== undefined && { message }),
    ...(file !== undefined && { file }),
    ...(usually !== undefined && { usually }),
    hints: hints.length,
    given: hints.slice(0, given[id] ?? 0),
  };
}
