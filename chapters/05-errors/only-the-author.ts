import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
import { authorIdOf } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from './access-denied-error.ts';

/** Lets only a report's author change or delete it. Runs before the handlers of `/reports/:id`. */
export function onlyTheAuthor(database: Database): RequestHandler<{ id: string }> {
  return (request, _response, next) => {
    // #region 5.3
    // TODO 5.3 · npm run grade 5.3 · /chapters/05-errors#5-3
    // Let a report's author through, and no one else. Without this check an API has what OWASP
    // lists as API security risk number one: broken object level authorization.
    //   1. Get the person with `requirePerson(request)`, before anything else. It throws if nobody
    //      was recognized.
    //   2. Get the author's id with `authorIdOf(database, request.params.id)`.
    //   3. `undefined` means that the report doesn't exist: call `next()`, and the handler answers
    //      404.
    //   4. If it is the person's id, call `next()`. Compare ids, not handles, for rangers, too.
    //   5. Otherwise throw an `AccessDeniedError`, also for `null`: that author has left.
    todo('5.3', '/chapters/05-errors#5-3');
    // #endregion 5.3
  };
}
