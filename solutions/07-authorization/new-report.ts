import { z } from 'zod';
import type { Database } from '#api/database.ts';
import { newReportFields, objectWanted } from '#api/reports.ts';

/**
 * The handle that a body specifies as `author`; undefined when there is none, or when it isn't a
 * string, which validation refuses.
 *
 * @param body what a client sent: any JSON, or undefined
 */
export function authorIn(body: unknown): string | undefined {
  const { author } = Object(body) as { author?: unknown };
  return typeof author === 'string' ? author : undefined;
}

/**
 * The schema of a new report. What comes out has `authorId` in the place of `author`.
 *
 * @param authorId whose report it becomes; null when nobody has the handle in the body, which is an
 *   error at `#/author`
 */
export function newReport(database: Database, authorId: string | null) {
  const author = z
    .string({ error: 'author must be a string' })
    .refine(() => authorId !== null, 'there is no person with this handle');
  return z
    .strictObject(
      { ...newReportFields(database), author: author.optional() },
      { error: objectWanted },
    )
    .transform((report) => ({ ...report, authorId: authorId! })); // null has been refused
}
