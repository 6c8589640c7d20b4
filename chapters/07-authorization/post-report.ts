import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import { findPersonByHandle } from '#api/people.ts';
import { saveReport } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
import { validate } from '#api/validate.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from '../05-errors/access-denied-error.ts';
import type { AuthorizeOptions } from './authorize.ts';
import { decide } from './decide.ts';
import { authorIn, newReport } from './new-report.ts';

/** What posting a report works with. */
export interface PostReportOptions extends AuthorizeOptions {
  clock: Clock;
}

/** `POST /api/reports`: for oneself, or for the `author` whom the body specifies. */
export function postReport({ database, voters, clock }: PostReportOptions): RequestHandler {
  return async (request, response) => {
    // #region 7.5
    // TODO 7.5 · npm run grade 7.5 · /chapters/07-authorization#7-5
    // Save the report if the voters allow it, and send it back.
    //   1. Get the person, `requirePerson(request)`, and the handle, `authorIn(request.body)`.
    //   2. If there is no handle, or it's the person's own, `authorId` is `person.id`. Otherwise
    //      it's the `id` that `findPersonByHandle(database, handle)` finds, or `null`.
    //   3. Await `decide` on `{ action: 'post', authorId, properties: [] }`. If `false`, throw `new
    //      AccessDeniedError()`.
    //   4. Then `validate(newReport(database, authorId), request.body)` returns the report.
    //   5. Add `createdAt: clock()`, and save it with `saveReport(database, …)`. Send what was
    //      saved with status 201 and the `Location` `/api/reports/` + its id.
    todo('7.5', '/chapters/07-authorization#7-5');
    // #endregion 7.5
  };
}
