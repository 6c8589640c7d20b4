import type { CookieOptions } from 'express';
import { todo } from '#api/todo.ts';

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
  // TODO 6.3 · npm run grade 6.3 · /chapters/06-two-firewalls#6-3
  // Return the session cookie's `name` and `options`, and `hasEnded`.
  //   1. `name`: `office`, or `__Secure-office` over TLS.
  //   2. `options`, for `response.cookie`: hidden from scripts, sent below `/office` only,
  //      `SameSite=Lax`, `Secure` over TLS only. No `domain`, no `maxAge`, no `expires`.
  //   3. `hasEnded(session, now)`: true as soon as eight hours have passed since `startedAt`, or 30
  //      minutes since `seenAt`. All times are in milliseconds.
  todo('6.3', '/chapters/06-two-firewalls#6-3');
  // #endregion 6.3
}
