import { AuthenticationError } from '../03-authenticator/authentication-error.ts';
import type { TokenPolicy } from '../03-authenticator/token-policy.ts';
import { verifyParties } from '../03-authenticator/verify-parties.ts';
import { verifySignature } from '../03-authenticator/verify-signature.ts';
import { verifyTimes } from '../03-authenticator/verify-times.ts';
import type { AccessToken } from '../03-authenticator/verify-token.ts';

/** What an accepted token of a session says. */
export interface SessionToken extends AccessToken {
  /** The id of its session. */
  sessionId: string;
}

/**
 * Verifies an access token as chapter 3 does. It must also carry a `sid`: the same key has signed
 * tokens without one, in the chapters before.
 *
 * @param token whatever a client sent
 * @param now what the app's clock says, in milliseconds since the epoch
 * @throws AuthenticationError `expired-token` or `invalid-token`, as `verifyAccessToken` does
 */
export function verifySessionToken(token: string, policy: TokenPolicy, now: number): SessionToken {
  const decoded = verifySignature(token, policy.publicKey);
  const subject = verifyParties(decoded, policy);
  const { claims } = decoded;
  const sessionId = claims['sid'];
  if (typeof sessionId !== 'string') throw new AuthenticationError('invalid-token');
  verifyTimes(claims, policy, now);
  return { subject, claims, sessionId };
}
