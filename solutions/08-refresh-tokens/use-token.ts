import type { Database } from '#api/database.ts';
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
  const hash = hashOf(token);
  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };
  // #endregion 8.3
}
