import type { Request } from 'express';
import type { Person } from '#api/people.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Who sends each request. Express's Request has no place for a person, and giving it an optional
 * one would have every handler write `request.person!`. A WeakMap needs no new type and no `any`,
 * nothing in a request can forge an entry, and an entry goes when its request does.
 */
const people = new WeakMap<Request<any>, Person>();

/** Remembers who sends a request. Only the guard calls this. */
export function setPerson(request: Request<any>, person: Person): void {
  people.set(request, person);
}

/** Who sends a request, where a person is optional. */
export function findPerson(request: Request<any>): Person | undefined {
  return people.get(request);
}

/**
 * Who sends a request, where a person is needed. A handler that calls this is closed to everybody
 * else, even when somebody forgets to mount a guard before it.
 *
 * @throws AuthenticationError `authentication-required` when nobody has been recognised
 */
export function requirePerson(request: Request<any>): Person {
  const person = people.get(request);
  if (!person) throw new AuthenticationError('authentication-required');
  return person;
}
