import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { Problem } from '#api/problem.ts';
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
  const liveSessions = (personId: string) => liveSessionsOf(database, personId, clock());
  return {
    list(request, response) {
      const { id: personId } = requirePerson(request);
      const items = liveSessions(personId).map((session) => ({
        id: session.id,
        createdAt: new Date(session.startedAt).toISOString(),
        lastUsedAt: new Date(session.refreshedAt).toISOString(),
        expiresAt: new Date(expiresAt(session)).toISOString(),
        current: session.id === findSessionId(request),
      }));
      response.set('Cache-Control', 'no-store').json({ items });
    },
    end(request, response) {
      const { id: personId } = requirePerson(request);
      // Among one's own: somebody else's isn't there, whoever asks.
      const session = liveSessions(personId).find(({ id }) => id === request.params.id);
      if (!session) throw new Problem(404, { detail: 'There is no such session.' });
      sessions.end(session.id);
      response.status(204).end();
    },
    endAll(request, response) {
      endSessionsOf(database, requirePerson(request).id);
      response.status(204).end();
    },
  };
  // #endregion 9.4
}
