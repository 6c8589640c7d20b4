import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { Problem } from '#api/problem.ts';
import { todo } from '#api/todo.ts';
import { requirePerson } from '../03-authenticator/person.ts';
import { type ApiSessions, expiresAt } from '../08-refresh-tokens/api-sessions.ts';
import { endSessionsOf, liveSessionsOf } from './person-sessions.ts';
import { findSessionId } from './request-session.ts';

/** What these handlers work with. */
export interface MySessionsOptions {
  database: Database;
  clock: Clock;
  sessions: ApiSessions;
}

/** The handlers of `/api/me/sessions` and `/api/me/sessions/:id`: one's own sessions alone. */
export interface MySessions {
  list: RequestHandler;
  end: RequestHandler<{ id: string }>;
  endAll: RequestHandler;
}

export function mySessions({ database, clock, sessions }: MySessionsOptions): MySessions {
  // #region 9.4
  // TODO 9.4 · npm run grade 9.4 · /chapters/09-signing-out#9-4
  // Return the handlers `list`, `end` and `endAll`. Each is about the sessions of
  // `requirePerson(request)`.
  //   1. `list` responds with `Cache-Control: no-store` and `{ items }`, one for each of
  //      `liveSessionsOf(database, person.id, clock())`, in that order: `id`; in RFC 3339
  //      `createdAt` (`startedAt`), `lastUsedAt` (`refreshedAt`) and `expiresAt`; and `current`:
  //      whether it is the session of `findSessionId(request)`.
  //   2. `end` ends the person's live session `request.params.id` with `sessions.end`, and responds
  //      with 204. If there is none, it throws a `Problem` with the status 404: the same for
  //      somebody else's.
  //   3. `endAll` calls `endSessionsOf(database, person.id)`, and responds with 204.
  todo('9.4', '/chapters/09-signing-out#9-4');
  // #endregion 9.4
}
