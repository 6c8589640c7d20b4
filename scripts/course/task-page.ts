/**
 * The page and section that explains a task: `/chapters/03-authenticator#3-2`.
 *
 * @param slug the chapter's folder: `03-authenticator`
 */
export function taskPage(slug: string, task: string): string {
  return `/chapters/${slug}#${task.replace('.', '-')}`;
}
