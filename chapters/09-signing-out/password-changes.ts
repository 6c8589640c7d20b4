import type { Database } from '#api/database.ts';

/** Makes the table of who changed their password, in the order of the changes. */
export function createPasswordChanges(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS passwordChanges (
      personId TEXT PRIMARY KEY,
      number INTEGER NOT NULL
    )
  `);
}

/** Notes that a person has changed their password. */
export function notePasswordChange(database: Database, personId: string): void {
  database.run(
    'INSERT OR REPLACE INTO passwordChanges VALUES (?, ?)',
    personId,
    lastChange(database) + 1,
  );
}

/**
 * Watches for changes of passwords from now on.
 *
 * @returns whether a person has changed their password since
 */
export function watchPasswords(database: Database): (personId: string) => boolean {
  const before = lastChange(database);
  return (personId) =>
    database.get(
      'SELECT 1 FROM passwordChanges WHERE personId = ? AND number > ?',
      personId,
      before,
    ) !== undefined;
}

function lastChange(database: Database): number {
  const sql = 'SELECT coalesce(max(number), 0) AS last FROM passwordChanges';
  return database.get<{ last: number }>(sql)!.last;
}
