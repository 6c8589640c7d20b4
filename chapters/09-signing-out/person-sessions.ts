import type { Database } from '#api/database.ts';
import { type ApiSession, expiresAt } from '../08-refresh-tokens/api-sessions.ts';

/**
 * A person's API sessions that haven't ended, the newest first.
 *
 * @param now what the app's clock says, in milliseconds since the epoch
 */
export function liveSessionsOf(database: Database, personId: string, now: number): ApiSession[] {
  return database
    .all<ApiSession>(
      'SELECT * FROM apiSessions WHERE personId = ? ORDER BY startedAt DESC, rowid DESC',
      personId,
    )
    .filter((session) => now < expiresAt(session));
}

/** Ends every session of a person: those of the API and those of the office. */
export function endSessionsOf(database: Database, personId: string): void {
  database.run('DELETE FROM apiSessions WHERE personId = ?', personId);
  database.run('DELETE FROM officeSessions WHERE personId = ?', personId);
}
