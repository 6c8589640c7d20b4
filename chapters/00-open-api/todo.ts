import { Problem } from './problem.ts';

const reached = new Set<string>();

/**
 * Stands where a task's code goes until you have written it.
 *
 * @param task the task's number: `3.2`
 * @throws Problem 501 that names the task and its page
 */
export function todo(task: string): never {
  reached.add(task);
  throw new NotWrittenYet(task);
}

/** A task that a request ran into, and that is still to be written. */
export class NotWrittenYet extends Problem {
  readonly task: string;

  constructor(task: string) {
    const page = pageOf(task);
    super(501, {
      slug: 'not-written-yet',
      title: 'Not written yet',
      detail: `This needs task ${task}, which is still to be written: see ${page}.`,
      extra: { task, page },
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

/** The chapters' folders by number: a task's page is named for its chapter's. */
const CHAPTERS = [
  '00-open-api',
  '01-jwt-basics',
  '02-signing',
  '03-authenticator',
  '04-header',
  '05-errors',
  '06-two-firewalls',
];

/** Where the course explains a task: `/chapters/03-authenticator#3-2`. */
function pageOf(task: string): string {
  return `/chapters/${CHAPTERS[Number(task.split('.')[0])]}#${task.replace('.', '-')}`;
}
