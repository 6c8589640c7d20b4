import type { RequestHandler } from 'express';
import { requirePerson } from './person.ts';

/** `GET /api/me`: who you are, as the API sees it. */
export const showMe: RequestHandler = (request, response) => {
  const { id, handle, name, role } = requirePerson(request);
  response.json({ id, handle, name, role });
};
