import type { Database } from '#api/database.ts';
import { hashPassword, verifyPassword } from '#api/passwords.ts';
import { findPersonByHandle, type Person } from '#api/people.ts';
import { todo } from '#api/todo.ts';
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
  // TODO 9.5 · npm run grade 9.5 · /chapters/09-signing-out#9-5
  // Store the hash of a new password, and end every session of the person.
  //   1. Find the old hash with `findPersonByHandle`, and check `current` with `await
  //      verifyPassword(…)`. If nobody is found, `current` is wrong.
  //   2. Throw `validationFailed(errors)` with all errors: `WRONG` if `current` is wrong, and what
  //      `faultsOfNewPassword(passwords)` returns.
  //   3. `await hashPassword(…)` for the new hash. Then, in one `database.transaction(() => { …
  //      })`: store it for the person in one UPDATE, only where the hash still is the old one. If
  //      no row changed, throw `validationFailed([WRONG])`. Then call `notePasswordChange` and
  //      `endSessionsOf`.
  todo('9.5', '/chapters/09-signing-out#9-5');
  // #endregion 9.5
}
