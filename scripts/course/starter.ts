import { type Brief, BriefFault, toComment } from './brief.ts';
import { findRegions, replaceBody } from './regions.ts';
import { taskPage } from './task-page.ts';

/** The import that a starter adds to what the solution imports. */
export const TODO_IMPORT = `import { todo } from '#api/todo.ts';`;

/**
 * Derives a starter from a solution and its chapter's brief: each region's code gives way to the
 * task's instructions and a `todo('3.2')`. A file without a region stays as it is.
 *
 * @param text the solution's text
 * @param file its path from the course's root: `solutions/03-authenticator/guard.ts`
 * @throws MarkerFault when a region marker is wrong; BriefFault when the brief lacks a task
 */
export function deriveStarter(text: string, file: string, brief: Brief): string {
  const regions = findRegions(text, file);
  if (regions.length === 0) return text;
  const slug = /\d\d-[^\\/]+/.exec(file)?.[0] ?? '';

  let starter = text;
  // From the last to the first, so that the places of those above stay right.
  for (const region of regions.toReversed()) {
    const { task, indent } = region;
    const page = taskPage(slug, task);
    const instructions = brief.tasks.find((each) => each.task === task);
    if (!instructions) {
      throw new BriefFault(`chapters/${slug}/README.md:1: there is no section "## ${task} …".`);
    }
    const body = [
      `${indent}// TODO ${task} · npm run grade ${task} · ${page}`,
      ...toComment(instructions, indent),
      `${indent}todo('${task}', '${page}');`,
    ];
    starter = replaceBody(starter, region, body.join('\n'));
  }
  return importTodo(starter);
}

/**
 * Adds the import of `todo` to a file that lacks it, after what it imports from packages and before
 * what it imports by relative path.
 */
export function importTodo(text: string): string {
  if (/^import\b[^;]*\btodo\b[^;]*'#api\/todo\.ts'/m.test(text)) return text;
  const imports = [...text.matchAll(/^import\b[^;]*?['"]([^'"]+)['"];?$/gm)];
  const last = imports.at(-1);
  if (!last) return `${TODO_IMPORT}\n\n${text}`;

  const after = imports.find(
    ([, from = '']) => from.startsWith('.') || (from > '#api/todo.ts' && from.startsWith('#')),
  );
  if (after) return insert(text, after.index, `${TODO_IMPORT}\n`);
  return insert(text, last.index + last[0].length, `\n${TODO_IMPORT}`);
}

function insert(text: string, at: number, what: string): string {
  return text.slice(0, at) + what + text.slice(at);
}
