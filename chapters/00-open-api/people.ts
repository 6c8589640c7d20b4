import type { Database } from './database.ts';

/** A person the API knows. */
export interface Person {
  /** Never changes, and is never reused for someone else: `p-mira`. */
  id: string;
  /** The name they sign in with: `mira`. It may change. */
  handle: string;
  name: string;
  role: 'hiker' | 'ranger';
}

/** A person with their password's hash, for checking a password. */
export interface PersonWithPassword extends Person {
  /** An Argon2id PHC string. */
  passwordHash: string;
}

/** Finds a person by id, as they are in the database right now. */
export function findPersonById(database: Database, id: string): Person | undefined {
  return database.get<Person>('SELECT id, handle, name, role FROM people WHERE id = ?', id);
}

/** Finds a person by handle, with their password's hash. */
export function findPersonByHandle(
  database: Database,
  handle: string,
): PersonWithPassword | undefined {
  return database.get<PersonWithPassword>('SELECT * FROM people WHERE handle = ?', handle);
}
