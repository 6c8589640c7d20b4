import { lesson } from '#check';

// The learner's files. A check loads the file of its own task last: when no stack names a line, the
// file that was loaded last is the one that the message points to.

export const theApp = lesson(
  '07-authorization/app.ts',
  () => import('#course/07-authorization/app.ts'),
);
export const theAuthorVoter = lesson(
  '07-authorization/author-voter.ts',
  () => import('#course/07-authorization/author-voter.ts'),
);
export const theDecision = lesson(
  '07-authorization/decide.ts',
  () => import('#course/07-authorization/decide.ts'),
);
export const theRangerVoter = lesson(
  '07-authorization/ranger-voter.ts',
  () => import('#course/07-authorization/ranger-voter.ts'),
);
export const theMiddleware = lesson(
  '07-authorization/authorize.ts',
  () => import('#course/07-authorization/authorize.ts'),
);
export const thePosting = lesson(
  '07-authorization/post-report.ts',
  () => import('#course/07-authorization/post-report.ts'),
);
