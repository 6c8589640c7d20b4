import type { Database } from '#api/database.ts';
import { verifyPassword } from '#api/passwords.ts';
import { findPersonByHandle, type Person } from '#api/people.ts';
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
  const found = findPersonByHandle(database, handle);
  const isRight = await verifyPassword(found?.passwordHash ?? NOBODYS_HASH, password);
  if (!found || !isRight) return undefined;
  // What this returns ends up in handlers and logs. The hash stays here.
  const { passwordHash: _, ...person } = found;
  return person;
  // #endregion 2.2
}
