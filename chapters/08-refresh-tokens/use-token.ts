import type { Database } from '#api/database.ts';
import { todo } from '#api/todo.ts';
import { hashOf } from './refresh-token.ts';

/** Somebody sent a refresh token that we issued. */
export interface TokenUse {
  sessionId: string;
  /** Whether it was the first time. Of several at the same moment, at most one is the first. */
  isFirst: boolean;
}

/**
 * Uses a refresh token up.
 *
 * @param token whatever a client sent
 * @param now what the app's clock says, in milliseconds since the epoch
 * @returns undefined for a token that we didn't issue, or whose session has ended
 */
export function useToken(database: Database, token: string, now: number): TokenUse | undefined {
  // #region 8.3
  // TODO 8.3 · npm run grade 8.3 · /chapters/08-refresh-tokens#8-3
  // Mark a refresh token as used, and return whether this was the first time.
  //   1. The table `refreshTokens` has the columns `hash`, `sessionId` and `usedAt`, which is NULL
  //      until it is used.
  //   2. Set `usedAt` to `now` where the hash is `hashOf(token)` and `usedAt IS NULL`, in one
  //      UPDATE. `database.run(sql, …)` returns how many rows changed.
  //   3. Find the row's `sessionId` with `database.get(sql, …)`. If there is no row, return
  //      undefined.
  //   4. Otherwise return `{ sessionId, isFirst }`: `isFirst` is whether your UPDATE changed the
  //      row.
  // Don't look first and update afterwards: another request may do the same in between.
  todo('8.3', '/chapters/08-refresh-tokens#8-3');
  // #endregion 8.3
}
