import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { newReportFields, objectWanted, saveReport } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
import { validate } from '#api/validate.ts';
import { requirePerson } from '../03-authenticator/person.ts';

/** `POST /api/reports`, by the person who sends it and nobody else */
export function postOwnReport(database: Database, clock: Clock): RequestHandler {
  const fields = newReportFields(database);
  // Posting as somebody else is refused, not overruled: a client that tries has a bug to hear of.
  const author = z.undefined({ error: 'The author is whoever sends the report: leave it out.' });
  const schema = z.strictObject({ ...fields, author: z.optional(author) }, { error: objectWanted });
  return (request, response) => {
    // #region 4.2
    // TODO 4.2 · npm run grade 4.2 · /chapters/04-header#4-2
    // Whose report it is, the guard knows, not the body: requirePerson says who sends it. The
    // schema above refuses a body that names an author. What validate makes of the body goes to
    // saveReport, together with the authorId and createdAt: now, by the app's clock. Answer 201
    // with a Location that leads to it, /api/reports/ and its id, and the report itself.
    todo('4.2');
    // #endregion 4.2
  };
}
