import { Problem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import { bearerChallenge } from './bearer-challenge.ts';

/** The API's entry point: the answer to a request that needs a person and sent no credentials. */
export function entryPoint(): Problem {
  // #region 5.1
  // TODO 5.1 · npm run grade 5.1 · /chapters/05-errors#5-1
  // Return the answer to a request that needs a person and came without credentials.
  //   1. Create a `Problem` with status 401 and the slug `authentication-required`.
  //   2. Give it a `title`, and a `detail` that says where to get a token: `POST /api/tokens`.
  //   3. In its `headers`, set `WWW-Authenticate` to what `bearerChallenge()` returns. Call it
  //      without an argument: the client has done nothing wrong, so the challenge has no `error`
  //      (RFC 6750 §3.1).
  // Return the problem; don't throw it.
  todo('5.1', '/chapters/05-errors#5-1');
  // #endregion 5.1
}
