import { goodClaims, NOW, signToken } from '#check';

/** Times of a token that has expired. */
export const PAST = { iat: NOW - 1200, exp: NOW - 600 };

/** An access token for mira by the app's own key: a good one of this chapter, but for the changes. */
export function forge(changes: Record<string, unknown>): string {
  return signToken(goodClaims({ sid: 'a-session', exp: NOW - 60 + 600, ...changes }));
}
