import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { parseTarget, type Target } from '../../course/task-argument.ts';
import { tasksOf } from '../../course/tasks.ts';
import { currentChapter } from '../../grading/node/current-chapter.ts';

/**
 * What a command is about: what was named or, when nothing was, the chapter that the learner is at;
 * then it says so.
 *
 * @param text `3`, `3.2`, or nothing
 * @param name of the command: `solve`
 * @throws UsageError for what is no chapter and no task
 */
export function targetOf(text: string | undefined, name: string): Target {
  const type = `npm run ${name}`;
  if (text !== undefined) {
    const chapters = listChapters(courseRoot).filter(({ number }) => number > 0);
    return parseTarget(text, chapters, type, tasksOf);
  }
  const chapter = currentChapter(courseRoot);
  const [first] = tasksOf(chapter);
  const other = first ? `${chapter.number} or ${type} ${first}` : String(chapter.number);
  console.log(
    `Chapter ${chapter.number}, for that is where you are; or name one: ${type} ${other}\n`,
  );
  return { chapter };
}
