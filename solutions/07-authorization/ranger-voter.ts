import type { Voter } from './permission.ts';

/**
 * Grants rangers what they may do with everyone's reports: post them, delete them, and change their
 * condition. What a report says remains its author's.
 */
export const rangerVoter: Voter = (person, { action, properties }) => {
  // #region 7.3
  if (person.role !== 'ranger') return 'abstain';
  if (action === 'post' || action === 'delete') return 'grant';
  if (action !== 'change') return 'abstain';
  // A list of what is allowed: a property that is added next year isn't on it.
  return properties.every((property) => property === 'condition') ? 'grant' : 'abstain';
  // #endregion 7.3
};
