import type { Request, RequestHandler } from 'express';
import type { Person } from '#api/people.ts';
import { setPerson } from './person.ts';

/**
 * Finds out who sent a request in one particular way: by a token, or by a session.
 *
 * @returns the person, or undefined when the request has no credentials of this kind
 * @throws when it has credentials of this kind, and they aren't valid
 */
export type Authenticator = (request: Request) => Person | undefined | Promise<Person | undefined>;

/**
 * Asks each authenticator in turn until one recognizes a person, and remembers that person. A
 * request without credentials continues. A request with invalid credentials doesn't.
 */
export function guard(authenticators: Authenticator[]): RequestHandler {
  return async (request, _response, next) => {
    // #region 3.5
    try {
      for (const authenticate of authenticators) {
        const person = await authenticate(request);
        if (person) {
          setPerson(request, person);
          break;
        }
      }
    } catch (error) {
      // Express would take the strings 'route' and 'router' for a wish to skip what comes next.
      throw error instanceof Error ? error : new Error('Authenticating failed.', { cause: error });
    }
    next();
    // #endregion 3.5
  };
}
