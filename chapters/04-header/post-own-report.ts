import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { newReportFields, objectWanted, saveReport } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
import { validate } from '#api/validate.ts';
import { requirePerson } from '../03-authenticator/person.ts';

/**
 * `POST /api/reports`: the author is the person who sends the request. A body with an `author` is
 * a 422, even if it names the sender.
 */
export function postOwnReport(database: Database, clock: Clock): RequestHandler {
  const fields = newReportFields(database);
  // Refused rather than overruled: a client that sends an author has a bug, and should hear of it.
  const author = z.undefined({ error: 'Leave author out: a report belongs to its sender.' });
  const schema = z.strictObject({ ...fields, author: z.optional(author) }, { error: objectWanted });
  return (request, response) => {
    // #region 4.2
    // TODO 4.2 · npm run grade 4.2 · /chapters/04-header#4-2
    // Store a new report under the name of the person who sends it.
    //   1. Get that person with `requirePerson(request)`. Their `id` is the report's `authorId`.
    //   2. Call `validate(schema, request.body)`. It returns the report's fields, or throws a 422.
    //   3. Call `saveReport(database, …)` with the fields, `authorId`, and `clock()` as
    //      `createdAt`.
    //   4. Respond with status 201, the `Location` header, and the new report as JSON. The location
    //      is `/api/reports/` followed by the new report's `id`.
    // Nothing else in the request decides who the author is. Don't change `request.body`.
    todo('4.2', '/chapters/04-header#4-2');
    // #endregion 4.2
  };
}
