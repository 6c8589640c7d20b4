import type { RequestHandler } from 'express';
import type { Database } from '#api/database.ts';
import { validate } from '#api/validate.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { changePassword } from './change-password.ts';
import { passwordBody } from './new-password.ts';

/** `PUT /api/me/password`: a new password, and the end of every session. */
export function passwordChangeEndpoint(database: Database): RequestHandler {
  return async (request, response) => {
    const person = requirePerson(request);
    await changePassword(person, validate(passwordBody, request.body), database);
    response.status(204).end();
  };
}
