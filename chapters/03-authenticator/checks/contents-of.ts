import type { Database } from '#api/database.ts';

/** Everything in the database, as one string. */
export function contentsOf(database: Database): string {
  const tables = ['trails', 'people', 'reports'];
  return JSON.stringify(tables.map((table) => database.all(`SELECT * FROM ${table}`)));
}
