import type { Database } from '#api/database.ts';
import { verifyPassword } from '#api/passwords.ts';
import { findPersonByHandle, type Person } from '#api/people.ts';
import { todo } from '#api/todo.ts';
import type { Credentials } from './read-basic.ts';

/**
 * The Argon2id hash of a password that nobody has, as dear to verify as a real one. It stands in
 * for the hash of a person who does not exist.
 */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$EiFqpauklUEkCM8TYj13ew$iRNVMzoxG6vn2NLiKrby1+yQ45zzJLSZ33yUPIPkyYE';

/**
 * Finds the person whose handle and password these are.
 *
 * Takes as long for a handle that nobody has as for a wrong password: whoever measures the time
 * cannot learn which handles exist.
 *
 * @returns undefined when either is wrong, and never which
 */
export async function checkPassword(
  database: Database,
  { handle, password }: Credentials,
): Promise<Person | undefined> {
  // #region 2.3
  // TODO 2.3 · npm run grade 2.3 · /chapters/02-signing#2-3
  // Look the person up, with their hash: findPersonByHandle. Verify the password in every case:
  // where there is no person, against NOBODYS_HASH. The hash stays here: what goes on is { id,
  // handle, name, role }, and nothing else.
  todo('2.3', '/chapters/02-signing#2-3');
  // #endregion 2.3
}
