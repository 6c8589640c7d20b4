import type {
  Ask,
  Questions,
  Way,
} from '../../../docs/.vitepress/theme/widgets/which-answer/matrix.ts';
import type { RecordedAnswers } from '../../../docs/.vitepress/theme/widgets/which-answer/recording.ts';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { taskPage } from '../../course/task-page.ts';

/**
 * Asks for every cell of the tables, in every way.
 *
 * @param answerTo sends one request, and resolves to the answer's transcript
 * @throws Error when two ways to send the same thing are answered differently
 */
export async function askAll(
  { matrices, linkedTasks }: Questions,
  answerTo: (ask: Ask, way: Way) => Promise<string>,
): Promise<RecordedAnswers> {
  const answers: string[] = [];
  const cells: RecordedAnswers['cells'] = {};
  for (const { asks, sends } of matrices) {
    for (const ask of asks) {
      for (const { id, ways } of sends) {
        const texts = new Set<string>();
        for (const way of ways) texts.add(await answerTo(ask, way));
        const [text = '', ...others] = texts;
        if (others.length > 0) {
          throw new Error(`${ask.id}, ${id}: answered in more ways than one\n${text}\n${others}`);
        }
        if (!answers.includes(text)) answers.push(text);
        (cells[ask.id] ??= {})[id] = answers.indexOf(text);
      }
    }
  }
  return { answers, cells, pages: pagesOf(linkedTasks) };
}

function pagesOf(tasks: readonly string[]): RecordedAnswers['pages'] {
  const chapters = listChapters(courseRoot);
  const pages = tasks.map((task) => {
    const chapter = chapters.find(({ number }) => number === Number.parseInt(task));
    if (!chapter) throw new Error(`There is no chapter for task ${task}.`);
    return [task, taskPage(chapter.slug, task)];
  });
  return Object.fromEntries(pages) as RecordedAnswers['pages'];
}
