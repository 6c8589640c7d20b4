import { lesson } from '#check';

/** The learner's files that the checks load. */
export const theFirewalls = lesson(
  '06-two-firewalls/firewall.ts',
  () => import('#course/06-two-firewalls/firewall.ts'),
);
export const theApi = lesson(
  '06-two-firewalls/api-firewall.ts',
  () => import('#course/06-two-firewalls/api-firewall.ts'),
);
export const theOffice = lesson(
  '06-two-firewalls/office-firewall.ts',
  () => import('#course/06-two-firewalls/office-firewall.ts'),
);
export const theRules = lesson(
  '06-two-firewalls/session-rules.ts',
  () => import('#course/06-two-firewalls/session-rules.ts'),
);
export const theOrigin = lesson(
  '06-two-firewalls/require-same-origin.ts',
  () => import('#course/06-two-firewalls/require-same-origin.ts'),
);
export const theSignIn = lesson(
  '06-two-firewalls/sign-in.ts',
  () => import('#course/06-two-firewalls/sign-in.ts'),
);
export const theSignOut = lesson(
  '06-two-firewalls/sign-out.ts',
  () => import('#course/06-two-firewalls/sign-out.ts'),
);
export const theApp = lesson(
  '06-two-firewalls/app.ts',
  () => import('#course/06-two-firewalls/app.ts'),
);

// Given, and the same for everyone.
export const given = async () => ({
  ...(await import('#course/06-two-firewalls/office-cookie.ts')),
  ...(await import('#course/06-two-firewalls/office-session.ts')),
  ...(await import('#course/06-two-firewalls/sessions.ts')),
  ...(await import('#course/06-two-firewalls/forged-form-error.ts')),
});
