import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { newReportFields, objectWanted, saveReport } from '#api/reports.ts';
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
    const { id: authorId } = requirePerson(request);
    const report = validate(schema, request.body);
    const created = saveReport(database, { ...report, authorId, createdAt: clock() });
    response.status(201).location(`/api/reports/${created.id}`).json(created);
    // #endregion 4.2
  };
}
