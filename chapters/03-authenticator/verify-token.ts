import type { JsonObject } from '../01-jwt-basics/decode-token.ts';
import type { TokenPolicy } from './token-policy.ts';
import { verifyParties } from './verify-parties.ts';
import { verifySignature } from './verify-signature.ts';
import { verifyTimes } from './verify-times.ts';

/** What an accepted token says. */
export interface AccessToken {
  /** The person's id. */
  subject: string;
  /** All of its claims. Our key signed them. */
  claims: JsonObject;
}

/**
 * Verifies an access token against a policy. The order matters: nothing that a token says counts
 * before its signature is verified, and only a token that was good once is called expired.
 *
 * @param token whatever a client sent
 * @param now what the app's clock says, in milliseconds since the epoch
 * @throws AuthenticationError `expired-token` when only its time has passed; `invalid-token` when
 *   anything else is wrong with it
 * @throws Error when the policy's key is missing or isn't an RSA key
 */
export function verifyAccessToken(token: string, policy: TokenPolicy, now: number): AccessToken {
  const decoded = verifySignature(token, policy.publicKey);
  const subject = verifyParties(decoded, policy);
  verifyTimes(decoded.claims, policy, now);
  return { subject, claims: decoded.claims };
}
