import type { Database } from '#api/database.ts';
import { hashPassword, verifyPassword } from '#api/passwords.ts';
import { findPersonByHandle, type Person } from '#api/people.ts';
import { type FieldError, validationFailed } from '#api/validate.ts';
import { faultsOfNewPassword, type PasswordBody } from './new-password.ts';
import { notePasswordChange } from './password-changes.ts';
import { endSessionsOf } from './person-sessions.ts';

const WRONG: FieldError = { pointer: '#/current', detail: 'current is not your password' };

/**
 * Changes a person's password, and ends every session that began with the old one.
 *
 * @throws Problem 422 when `current` is wrong or `new` isn't good enough: with both errors at once
 */
export async function changePassword(
  person: Person,
  passwords: PasswordBody,
  database: Database,
): Promise<void> {
  // #region 9.5
  const oldHash = findPersonByHandle(database, person.handle)?.passwordHash ?? null;
  const isRight = oldHash !== null && (await verifyPassword(oldHash, passwords.current));
  const errors = [...(isRight ? [] : [WRONG]), ...faultsOfNewPassword(passwords)];
  if (errors.length > 0) throw validationFailed(errors);
  const newHash = await hashPassword(passwords.new);
  database.transaction(() => {
    // Of two at the same time one wins: to the other, `current` is no longer the password.
    const changed = database.run(
      'UPDATE people SET passwordHash = ? WHERE id = ? AND passwordHash = ?',
      newHash,
      person.id,
      oldHash,
    );
    if (changed === 0) throw validationFailed([WRONG]);
    notePasswordChange(database, person.id);
    endSessionsOf(database, person.id);
  });
  // #endregion 9.5
}
