import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
import { authorIdOf } from '#api/reports.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from './access-denied-error.ts';

/** Lets only a report's author change or delete it. Runs before the handlers of `/reports/:id`. */
export function onlyTheAuthor(database: Database): RequestHandler<{ id: string }> {
  return (request, _response, next) => {
    // #region 5.3
    // First, so that an unauthenticated client can't find out which reports exist.
    const person = requirePerson(request);
    const authorId = authorIdOf(database, request.params.id);
    // undefined: no such report, and the handler says so. null: its author has left.
    if (authorId !== undefined && authorId !== person.id) throw new AccessDeniedError();
    next();
    // #endregion 5.3
  };
}
