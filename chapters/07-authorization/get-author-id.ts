import type { Database } from '#api/database.ts';
import { Problem } from '#api/problem.ts';
import { authorIdOf } from '#api/reports.ts';

/**
 * The id of a report's author; null if they have left.
 *
 * @throws Problem 404 when there is no such report
 */
export function getAuthorId(database: Database, reportId: string): string | null {
  const authorId = authorIdOf(database, reportId);
  if (authorId === undefined) throw new Problem(404, { detail: 'There is no such report.' });
  return authorId;
}
