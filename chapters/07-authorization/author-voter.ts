import { todo } from '#api/todo.ts';
import type { Voter } from './permission.ts';

/** Grants people what they do with their own reports. */
export const authorVoter: Voter = (person, { action, authorId }) => {
  // #region 7.1
  // TODO 7.1 · npm run grade 7.1 · /chapters/07-authorization#7-1
  // Vote on what people do with their own reports. Return `'grant'`, `'deny'` or `'abstain'`.
  //   1. If `action` is not `post`, `change` or `delete`, return `'abstain'`: this voter knows no
  //      other action.
  //   2. If `authorId` is the person's id, return `'grant'`. `authorId` is `null` when there is no
  //      such author.
  //   3. Otherwise return `'abstain'`. A `'deny'` would overrule every other voter.
  // Compare ids, not handles. Whatever the role: rangers write reports, too.
  todo('7.1', '/chapters/07-authorization#7-1');
  // #endregion 7.1
};
