import { Problem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import { bearerChallenge } from './bearer-challenge.ts';

/** The API's entry point: what is said to somebody who sent no credentials where they are needed. */
export function entryPoint(): Problem {
  // #region 5.1
  // TODO 5.1 · npm run grade 5.1 · /chapters/05-errors#5-1
  // A new Problem: 401, with the slug authentication-required, a title, and a detail that says
  // where tokens come from. Among its headers is WWW-Authenticate, without which a 401 is no use
  // (RFC 9110 §15.5.2). bearerChallenge writes it, and says no error: whoever has not tried has
  // done nothing wrong (RFC 6750 §3.1).
  todo('5.1');
  // #endregion 5.1
}
