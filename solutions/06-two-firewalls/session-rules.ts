import type { CookieOptions } from 'express';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a session's cookie looks like, and how long a session lasts. */
export interface SessionRules {
  /** The cookie's name. */
  name: string;
  /** Its attributes, as `response.cookie` takes them (RFC 6265bis §4.1). */
  options: CookieOptions;
  /** Whether a session has ended. Times are in milliseconds since the epoch. */
  hasEnded: (session: { startedAt: number; seenAt: number }, now: number) => boolean;
}

/**
 * The rules for the office's sessions.
 *
 * @param tls whether browsers reach the app over TLS
 */
export function sessionRules(tls: boolean): SessionRules {
  // #region 6.3
  return {
    name: tls ? '__Secure-office' : 'office',
    options: { httpOnly: true, path: '/office', sameSite: 'lax', secure: tls },
    hasEnded: ({ startedAt, seenAt }, now) =>
      now - startedAt >= 8 * HOUR || now - seenAt >= 30 * MINUTE,
  };
  // #endregion 6.3
}
