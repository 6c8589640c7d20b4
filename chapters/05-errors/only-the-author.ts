import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
import { authorIdOf } from '#api/reports.ts';
import { todo } from '#api/todo.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from './access-denied-error.ts';

/** Lets a report's author through to `/api/reports/:id`, and nobody else. */
export function onlyTheAuthor(database: Database): RequestHandler<{ id: string }> {
  return (request, _response, next) => {
    // #region 5.3
    // TODO 5.3 · npm run grade 5.3 · /chapters/05-errors#5-3
    // Who is it? requirePerson throws when nobody is: 401 comes before 403, and before 404. Whose
    // report is it? authorIdOf says undefined where there is no such report: let that one pass, the
    // handler answers it with 404. Somebody else's, or nobody's since its author has left (null):
    // throw an AccessDeniedError. Compare ids, for a handle may change hands; and roles do not
    // count, a ranger is no author.
    todo('5.3');
    // #endregion 5.3
  };
}
