import type { Person } from '#api/people.ts';
import { todo } from '#api/todo.ts';
import type { Permission, Voter } from './permission.ts';

/**
 * Whether a person may do something: at least one voter grants it, and none denies it.
 *
 * @throws whatever a voter throws: a voter that fails has granted nothing
 */
export async function decide(
  voters: Voter[],
  person: Person,
  permission: Permission,
): Promise<boolean> {
  // #region 7.2
  // TODO 7.2 · npm run grade 7.2 · /chapters/07-authorization#7-2
  // Return whether the voters allow `person` to do what `permission` describes.
  //   1. Call each voter with `person` and `permission`, and await its vote. You may stop at a
  //      `'deny'`.
  //   2. If any voter returns `'deny'`, the result is `false`, whatever the others return, before
  //      or after.
  //   3. If none does, the result is `true` when at least one returned `'grant'`.
  //   4. Otherwise it's `false`: no voters, nothing but `'abstain'`, or a vote that isn't one of
  //      the three.
  // If a voter throws, don't catch it. Its error becomes a 500 in the log, and nothing has been
  // granted.
  todo('7.2', '/chapters/07-authorization#7-2');
  // #endregion 7.2
}
