import pc from 'picocolors';
import { compareChapter, type Comparison } from '../course/compare.ts';
import { courseRoot } from '../course/root.ts';
import { listTasks } from '../course/tasks.ts';
import { printPatch } from './helpers/print-patch.ts';
import { npmCommand, runCommand } from './helpers/run-command.ts';
import { targetOf } from './helpers/target.ts';

const command = npmCommand('diff', "Your code beside the solution's, task by task.").argument(
  '[task]',
  'a chapter, like 3, or a task, like 3.2; without it, the chapter that you are at',
);

await runCommand(command, (text: string | undefined) => {
  const { chapter, task } = targetOf(text, 'diff');
  const all = compareChapter(courseRoot, chapter.slug);
  const wanted = task ? all.filter((each) => isAbout(each, task, chapter.slug)) : all;
  console.log(`${pc.red('- yours')}   ${pc.green('+ the solution')}\n`);
  for (const comparison of inOrder(wanted)) print(comparison);
  return 0;
});

/** The task itself or, when its file is compared as a whole, the file. */
function isAbout({ task, path, part }: Comparison, wanted: string, slug: string): boolean {
  if (task) return task === wanted;
  const place = listTasks(courseRoot, slug).find((each) => each.task === wanted);
  return part === 'file' && path === `chapters/${slug}/${place?.file}`;
}

/** The tasks by number, then what differs besides. */
function inOrder(comparisons: Comparison[]): Comparison[] {
  const besides = comparisons.filter(({ task, yours, solution }) => !task && yours !== solution);
  return comparisons
    .filter(({ task }) => task)
    .sort((a, b) => (a.task ?? '').localeCompare(b.task ?? '', 'en', { numeric: true }))
    .concat(besides);
}

function print({ path, task, part, note, yours, solution }: Comparison): void {
  const what = task ?? (part === 'rest' ? 'around the tasks' : 'the whole file');
  const same = yours === solution ? ' · same' : '';
  console.log(pc.bold(`${what} · ${path}${note ? ` ${note}` : ''}${same}`));
  printPatch(yours, solution);
  console.log();
}
