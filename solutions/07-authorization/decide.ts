import type { Person } from '#api/people.ts';
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
  let isGranted = false;
  for (const voter of voters) {
    const vote = await voter(person, permission);
    if (vote === 'deny') return false;
    if (vote === 'grant') isGranted = true;
  }
  return isGranted;
  // #endregion 7.2
}
