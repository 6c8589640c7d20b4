import type { Database } from '#api/database.ts';
import { verifyPassword } from '#api/passwords.ts';
import { findPersonByHandle, type Person } from '#api/people.ts';
import { todo } from '#api/todo.ts';
import type { Credentials } from './read-basic.ts';

/**
 * The Argon2id hash of a password that nobody knows. It takes as much work to verify as a real
 * person's hash, and stands in when the handle is unknown.
 */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$EiFqpauklUEkCM8TYj13ew$iRNVMzoxG6vn2NLiKrby1+yQ45zzJLSZ33yUPIPkyYE';

/**
 * Finds the person with this handle and checks their password.
 *
 * An unknown handle costs as much work as a wrong password, so that the time it takes doesn't reveal
 * which handles exist.
 *
 * @returns the person without their hash; undefined if the handle or the password is wrong
 */
export async function checkPassword(
  database: Database,
  { handle, password }: Credentials,
): Promise<Person | undefined> {
  // #region 2.2
  // TODO 2.2 · npm run grade 2.2 · /chapters/02-signing#2-2
  // Return the person whose handle and password these are, or `undefined`.
  //   1. Look the person up with `findPersonByHandle`, on every call.
  //   2. Await `verifyPassword(hash, password)` exactly once in every case. If the handle is
  //      unknown, verify against `NOBODYS_HASH`.
  //   3. Return `undefined` unless the person exists and the password is right.
  //   4. Otherwise return `{ id, handle, name, role }`, without `passwordHash`.
  // If `verifyPassword` throws, don't catch it: a hash that can't be read lets no one in. Don't
  // print the password or a hash.
  todo('2.2', '/chapters/02-signing#2-2');
  // #endregion 2.2
}
