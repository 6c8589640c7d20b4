import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
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
    const person = requirePerson(request); // 401
    const authorId = getAuthorId(database, request.params.id); // 404
    const properties = action === 'change' ? changedProperties(request.body) : [];
    const isAllowed = await decide(voters, person, { action, authorId, properties });
    if (!isAllowed) throw new AccessDeniedError(); // 403
    next(); // 422 is the handler's
    // #endregion 7.4
  };
}
