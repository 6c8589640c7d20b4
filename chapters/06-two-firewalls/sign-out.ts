import type { Request, Response } from 'express';
import { todo } from '#api/todo.ts';
import { sessionCookie } from './office-session.ts';

/**
 * Signs somebody out: their session is gone on the server, and their browser forgets the cookie.
 * A token that they hold is none of its business: it is good until its `exp`.
 */
export async function signOut(request: Request, response: Response, tls: boolean): Promise<void> {
  // #region 6.5
  // TODO 6.5 · npm run grade 6.5 · /chapters/06-two-firewalls#6-5
  // The session first, on the server: destroy, below, does it. A cookie that is cleared is only a
  // wish: whoever copied it still has it. Then the cookie: response.clearCookie takes its name, and
  // the options that it was set with (sessionCookie, 6.3), or the browser will look for another
  // cookie, and keep this one.
  todo('6.5');
  // #endregion 6.5
}

/** Ends the request's session on the server. */
function destroy(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}
