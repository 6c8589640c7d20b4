import type { MarkdownRenderer } from 'vitepress';
import { briefOf, listChapters } from '../../../scripts/course/chapters.ts';
import { courseRoot } from '../../../scripts/course/root.ts';

/**
 * A heading that is a task's number alone, `## 3.1`, gets the task's title from the chapter's brief,
 * and the anchor that the course links to: `3.1 Verify the signature {#3-1}`.
 *
 * @throws when there is no such task
 */
export function taskTitles(md: MarkdownRenderer): void {
  md.core.ruler.before('inline', 'task-titles', ({ tokens }) => {
    for (const [index, { type }] of tokens.entries()) {
      const content = tokens[index + 1];
      if (type !== 'heading_open' || !content || !/^\d+\.\d+$/.test(content.content)) continue;
      const task = content.content;
      content.content = `${task} ${titleOf(task)} {#${task.replace('.', '-')}}`;
    }
  });
}

function titleOf(task: string): string {
  const chapter = listChapters(courseRoot).find(({ number }) => number === Number.parseInt(task));
  const brief = chapter && briefOf(courseRoot, chapter.slug);
  const title = brief?.tasks.find((each) => each.task === task)?.title;
  if (title === undefined) throw new Error(`"## ${task}": no chapter's brief has this task.`);
  return title;
}
