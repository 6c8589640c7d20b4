import { lesson } from '#check';

/** The learner's files that the checks load. */
export const theToken = lesson(
  '08-refresh-tokens/refresh-token.ts',
  () => import('#course/08-refresh-tokens/refresh-token.ts'),
);
export const theIssuing = lesson(
  '08-refresh-tokens/issue-tokens.ts',
  () => import('#course/08-refresh-tokens/issue-tokens.ts'),
);
export const theUse = lesson(
  '08-refresh-tokens/use-token.ts',
  () => import('#course/08-refresh-tokens/use-token.ts'),
);
export const theRefresh = lesson(
  '08-refresh-tokens/refresh-session.ts',
  () => import('#course/08-refresh-tokens/refresh-session.ts'),
);
export const theClient = lesson(
  '08-refresh-tokens/client.ts',
  () => import('#course/08-refresh-tokens/client.ts'),
);
export const theApp = lesson(
  '08-refresh-tokens/app.ts',
  () => import('#course/08-refresh-tokens/app.ts'),
);

// Given, and the same for everyone.
export const given = async () => ({
  ...(await import('#course/08-refresh-tokens/api-sessions.ts')),
  ...(await import('#course/08-refresh-tokens/sign-in-required.ts')),
});
