import { todo } from '#api/todo.ts';
import type { Voter } from './permission.ts';

/**
 * Grants rangers what they may do with everyone's reports: post them, delete them, and change their
 * condition. What a report says remains its author's.
 */
export const rangerVoter: Voter = (person, { action, properties }) => {
  // #region 7.3
  // TODO 7.3 · npm run grade 7.3 · /chapters/07-authorization#7-3
  // Vote on what rangers do with anyone's reports.
  //   1. If the person's `role` isn't `ranger`, return `'abstain'`.
  //   2. For the actions `post` and `delete`, return `'grant'`.
  //   3. For `change`, look at every entry of `properties`. If all are `condition`, or there are
  //      none, return `'grant'`. With any other, return `'abstain'`.
  //   4. For any other action, return `'abstain'`.
  // Never return `'deny'`: a ranger may change the title of their own report, and the authors'
  // voter grants that.
  todo('7.3', '/chapters/07-authorization#7-3');
  // #endregion 7.3
};
