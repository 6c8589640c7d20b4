import { Problem } from './problem.ts';

const reached = new Set<string>();

/**
 * Stands where a task's code goes until you have written it.
 *
 * @param task the task's number: `3.2`
 * @param page where the course explains it: `/chapters/03-authenticator#3-2`
 * @throws NotWrittenYet
 */
export function todo(task: string, page?: string): never {
  reached.add(task);
  throw new NotWrittenYet(task, page);
}

/** A request needed a task that isn't written yet: 501. */
export class NotWrittenYet extends Problem {
  readonly task: string;

  constructor(task: string, page?: string) {
    super(501, {
      slug: 'not-written-yet',
      title: 'Not written yet',
      detail: `This needs task ${task}, which isn't written yet${page ? `: see ${page}` : ''}.`,
      extra: { task, ...(page && { page }) },
    });
    this.task = task;
  }
}

/** The tasks that were run into since this was last called. */
export function takeReached(): string[] {
  const tasks = [...reached];
  reached.clear();
  return tasks;
}
