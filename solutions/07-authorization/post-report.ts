import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import { findPersonByHandle } from '#api/people.ts';
import { saveReport } from '#api/reports.ts';
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
    const person = requirePerson(request);
    const handle = authorIn(request.body) ?? person.handle;
    const isOwn = handle === person.handle;
    const authorId = isOwn ? person.id : (findPersonByHandle(database, handle)?.id ?? null);
    const isAllowed = await decide(voters, person, { action: 'post', authorId, properties: [] });
    // Before validating: the 422 would tell a hiker which handles exist.
    if (!isAllowed) throw new AccessDeniedError();
    const report = validate(newReport(database, authorId), request.body);
    const created = saveReport(database, { ...report, createdAt: clock() });
    response.status(201).location(`/api/reports/${created.id}`).json(created);
    // #endregion 7.5
  };
}
