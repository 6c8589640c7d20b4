import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { briefOf, listChapters } from '../../../scripts/course/chapters.ts';
import { bodyOf, findRegions } from '../../../scripts/course/regions.ts';
import { courseRoot } from '../../../scripts/course/root.ts';
import { deriveStarter } from '../../../scripts/course/starter.ts';
import { listTasks } from '../../../scripts/course/tasks.ts';

/**
 * `<Compare task="3.1" />`, on a line of its own, becomes the task's starter beside its solution:
 * both from the one file under `solutions/`. Their comments are shown when asked for.
 *
 * @throws when there is no such task
 */
export function compareTasks(md: MarkdownRenderer): void {
  md.block.ruler.before('html_block', 'compare', (state, startLine, _endLine, silent) => {
    const line = state.getLines(startLine, startLine + 1, state.blkIndent, false).trim();
    const task = /^<Compare task="(\d+\.\d+)" \/>$/.exec(line)?.[1];
    if (task === undefined) return false;
    if (silent) return true;

    const { path, file, starter, solution } = findTask(task);
    (state.env as { includes?: string[] }).includes?.push(path);
    const html = (content: string) => {
      state.push('html_block', '', 0).content = `${content}\n`;
    };
    const code = (content: string) => {
      Object.assign(state.push('fence', 'code', 0), { info: 'ts', markup: '```', content });
    };
    html(
      `<details class="compare" data-task="${task}"><summary><span class="compare-title">` +
        `Compare ${task}</span> <span class="compare-advice">` +
        `Try a hint first? Hints are free.</span></summary>` +
        `<p class="compare-file">${file} <label class="switch"><input type="checkbox" ` +
        `class="compare-comments" /> Show comments, too</label></p><div class="compare-panes">` +
        `<section aria-label="The starter of ${task}"><p class="compare-label">Starter</p>`,
    );
    code(starter);
    html(
      `</section><section aria-label="The solution of ${task}">` +
        `<p class="compare-label">Solution</p>`,
    );
    code(solution);
    html('</section></div></details>');
    state.line = startLine + 1;
    return true;
  });
}

/** What Shiki calls on a block of code, as far as it matters here. */
interface Transformer {
  name: string;
  code(this: { source: string }, node: { children: Node[] }): void;
}
interface Node {
  type: string;
  value?: string;
  children?: Node[];
  properties?: Record<string, unknown>;
}

/**
 * Marks the lines of code that are nothing but comment, so that a comparison can leave them out: a
 * line's end belongs to the line.
 */
export const markComments: Transformer = {
  name: 'cairn:comments',
  code({ children }) {
    const comments = commentLines(this.source);
    const lines = children.filter(({ type }) => type === 'element');
    for (const [index, line] of lines.entries()) {
      if (comments.has(index)) {
        line.properties = { ...line.properties, class: `${line.properties?.['class']} is-comment` };
      }
      if (index < lines.length - 1) line.children?.push({ type: 'text', value: '\n' });
    }
    children.splice(0, children.length, ...lines);
  },
};

/** The numbers, from 0, of the lines that hold nothing but comment. */
export function commentLines(source: string): Set<number> {
  const found = new Set<number>();
  let isInside = false;
  for (const [index, line] of source.split('\n').entries()) {
    const text = line.trim();
    const begins = text.startsWith('/*');
    if (isInside || text.startsWith('//') || (begins && /\*\/$|^\/\*((?!\*\/).)*$/.test(text))) {
      found.add(index);
    }
    if (begins) isInside = true;
    if (text.includes('*/')) isInside = false;
  }
  return found;
}

function findTask(task: string) {
  const number = Number(task.split('.')[0]);
  const chapter = listChapters(courseRoot).find((each) => each.number === number);
  const place = chapter && listTasks(courseRoot, chapter.slug).find((each) => each.task === task);
  if (!chapter || !place) throw new Error(`<Compare task="${task}" />: there is no such task.`);

  const file = `solutions/${chapter.slug}/${place.file}`;
  const path = join(courseRoot, file);
  const text = readFileSync(path, 'utf8');
  const bodyIn = (source: string) => {
    const region = findRegions(source, file).find((each) => each.task === task);
    return region ? dedent(bodyOf(source, region)) : '';
  };
  return {
    path,
    file: `${chapter.slug}/${place.file}`,
    starter: bodyIn(deriveStarter(text, file, briefOf(courseRoot, chapter.slug))),
    solution: bodyIn(text),
  };
}

function dedent(body: string): string {
  const lines = body.split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join('\n');
}
