import type { Database } from '#api/database.ts';
import { invalidCredentials } from '../02-signing/token-endpoint.ts';
import type { Sessions } from '../06-two-firewalls/sessions.ts';
import type { ApiSessions } from '../08-refresh-tokens/api-sessions.ts';
import { watchPasswords } from './password-changes.ts';

// Checking a password takes its time. If it is changed meanwhile, the check still succeeds, and the
// sign-in would start a session with the old password. So each sign-in gets a store of its own.
//
// A session is started first, and ended if the password has changed. The other way round, a change
// on another server could come in between.

/** Where one sign-in to the API starts its session. Make it before the password is checked. */
export function apiSignInStore(database: Database, sessions: ApiSessions): ApiSessions {
  const hasChanged = watchPasswords(database);
  return {
    ...sessions,
    start(personId) {
      const session = sessions.start(personId);
      if (!hasChanged(personId)) return session;
      sessions.end(session.id);
      throw invalidCredentials();
    },
  };
}

/** The same for the office: the cookie's session has ended, and `/office` asks for a password. */
export function officeSignInStore(database: Database, sessions: Sessions): Sessions {
  const hasChanged = watchPasswords(database);
  return {
    ...sessions,
    async start(id, personId) {
      await sessions.start(id, personId);
      if (hasChanged(personId)) await sessions.end(id);
    },
  };
}
