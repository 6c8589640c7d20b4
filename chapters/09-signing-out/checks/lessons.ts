import { lesson } from '#check';

/** The learner's files that the checks load. */
export const theList = lesson(
  '09-signing-out/revoked-tokens.ts',
  () => import('#course/09-signing-out/revoked-tokens.ts'),
);
export const theAuthenticator = lesson(
  '09-signing-out/live-session-authenticator.ts',
  () => import('#course/09-signing-out/live-session-authenticator.ts'),
);
export const theRevoking = lesson(
  '09-signing-out/revoke-token.ts',
  () => import('#course/09-signing-out/revoke-token.ts'),
);
export const theSessions = lesson(
  '09-signing-out/my-sessions.ts',
  () => import('#course/09-signing-out/my-sessions.ts'),
);
export const theChange = lesson(
  '09-signing-out/change-password.ts',
  () => import('#course/09-signing-out/change-password.ts'),
);
export const theApp = lesson(
  '09-signing-out/app.ts',
  () => import('#course/09-signing-out/app.ts'),
);

// Given, and the same for everyone.
export const given = async () => ({
  ...(await import('#course/08-refresh-tokens/api-sessions.ts')),
  ...(await import('#course/08-refresh-tokens/session-policy.ts')),
  ...(await import('#course/06-two-firewalls/sessions.ts')),
  ...(await import('#course/09-signing-out/password-changes.ts')),
  ...(await import('#course/09-signing-out/request-session.ts')),
  ...(await import('#course/09-signing-out/sign-in-stores.ts')),
});
