import { lesson } from '#check';

// The learner's files. A check loads the file of its own task last: when no stack names a line, the
// file that was loaded last is the one that the message points to.

export const theErrors = lesson(
  '03-authenticator/authentication-error.ts',
  () => import('#course/03-authenticator/authentication-error.ts'),
);
export const thePerson = lesson(
  '03-authenticator/person.ts',
  () => import('#course/03-authenticator/person.ts'),
);
export const theSignature = lesson(
  '03-authenticator/verify-signature.ts',
  () => import('#course/03-authenticator/verify-signature.ts'),
);
export const theParties = lesson(
  '03-authenticator/verify-parties.ts',
  () => import('#course/03-authenticator/verify-parties.ts'),
);
export const theTimes = lesson(
  '03-authenticator/verify-times.ts',
  () => import('#course/03-authenticator/verify-times.ts'),
);
export const theVerifying = lesson(
  '03-authenticator/verify-token.ts',
  () => import('#course/03-authenticator/verify-token.ts'),
);
export const theBearer = lesson(
  '03-authenticator/bearer-authenticator.ts',
  () => import('#course/03-authenticator/bearer-authenticator.ts'),
);
export const theGuard = lesson(
  '03-authenticator/guard.ts',
  () => import('#course/03-authenticator/guard.ts'),
);
export const theLock = lesson(
  '03-authenticator/lock-changes.ts',
  () => import('#course/03-authenticator/lock-changes.ts'),
);
export const theApp = lesson(
  '03-authenticator/app.ts',
  () => import('#course/03-authenticator/app.ts'),
);
