import type { Request } from 'express';
import type { Person } from '#api/people.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Who sent each request. Express's Request has no property for a person, and with an optional one
 * every handler would write `request.person!`. A WeakMap needs no new type and no `any`, nothing in
 * a request can forge an entry, and an entry disappears together with its request.
 */
const people = new WeakMap<Request<any>, Person>();

/** Remembers who sent a request. Only the guard calls this. */
export function setPerson(request: Request<any>, person: Person): void {
  people.set(request, person);
}

/** Who sent a request, where a person is optional. */
export function findPerson(request: Request<any>): Person | undefined {
  return people.get(request);
}

/**
 * Who sent a request, where a person is required. A handler that calls this is closed to everyone
 * else, even if there is no guard before it.
 *
 * @throws AuthenticationError `authentication-required` when nobody was recognized
 */
export function requirePerson(request: Request<any>): Person {
  const person = people.get(request);
  if (!person) throw new AuthenticationError('authentication-required');
  return person;
}
