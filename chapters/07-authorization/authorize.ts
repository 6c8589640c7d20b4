import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
import { todo } from '#api/todo.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { AccessDeniedError } from '../05-errors/access-denied-error.ts';
import { changedProperties } from './changed-properties.ts';
import { decide } from './decide.ts';
import { getAuthorId } from './get-author-id.ts';
import type { Permission, Voter } from './permission.ts';

/** What authorization works with. */
export interface AuthorizeOptions {
  database: Database;
  voters: Voter[];
}

/** Lets a request for a report through if the voters allow it. Runs before the handler. */
export function authorize(
  action: Permission['action'],
  { database, voters }: AuthorizeOptions,
): RequestHandler<{ id: string }> {
  return async (request, _response, next) => {
    // #region 7.4
    // TODO 7.4 · npm run grade 7.4 · /chapters/07-authorization#7-4
    // Let the request continue if the voters allow it. The order of the steps is the order of the
    // answers.
    //   1. Get the person with `requirePerson(request)`. It throws if there is none: 401.
    //   2. Get the author's id with `getAuthorId(database, request.params.id)`. It throws if there
    //      is no such report: 404.
    //   3. If `action` is `change`, get the properties with `changedProperties(request.body)`.
    //      Otherwise use `[]`.
    //   4. Await `decide(voters, person, { action, authorId, properties })`. If it returns `false`,
    //      throw `new AccessDeniedError()`: 403.
    //   5. Call `next()` once. The handler validates the body: 422.
    todo('7.4', '/chapters/07-authorization#7-4');
    // #endregion 7.4
  };
}
