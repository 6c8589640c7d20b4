import type { Database } from './database.ts';

/** Somebody the API knows. */
export interface Person {
  /** Never changes, and is never given to anyone else: `p-mira`. */
  id: string;
  /** What they sign in with. It may change: `mira`. */
  handle: string;
  name: string;
  role: 'hiker' | 'ranger';
}

/** A person together with their password's hash, for whoever checks passwords. */
export interface PersonWithPassword extends Person {
  /** An Argon2id PHC string. */
  passwordHash: string;
}

/** Finds a person by id, as they are in the database at this moment. */
export function findPersonById(database: Database, id: string): Person | undefined {
  return database.get<Person>('SELECT id, handle, name, role FROM people WHERE id = ?', id);
}

/** Finds a person by handle, with the hash of their password. */
export function findPersonByHandle(
  database: Database,
  handle: string,
): PersonWithPassword | undefined {
  return database.get<PersonWithPassword>('SELECT * FROM people WHERE handle = ?', handle);
}
