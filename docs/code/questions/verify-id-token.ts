import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Identity } from './identities.ts';

/** What we know about a provider, and about the sign-in that has begun. */
export interface IdTokenPolicy {
  issuer: string;
  /** Our own client id at the provider. */
  clientId: string;
  /** The provider's public keys: `createRemoteJWKSet(new URL(…))`. */
  keys: JWTVerifyGetKey;
  /** The nonce of the request that this is the answer to. */
  nonce: string;
  /** The app's clock, in milliseconds. */
  now: number;
}

/**
 * Verifies the ID token that a provider answered with (OpenID Connect Core §3.1.3.7), and returns
 * who signed in. Throws when it is forged, expired, meant for another app, or from another sign-in.
 */
export async function verifyIdToken(token: string, policy: IdTokenPolicy): Promise<Identity> {
  const { issuer, clientId, keys, nonce, now } = policy;
  // jose skips a check whose expected value is undefined.
  if (!issuer || !clientId || !nonce) throw new Error('The policy is incomplete.');
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['RS256'],
    issuer,
    audience: clientId,
    requiredClaims: ['sub', 'iat', 'exp'],
    currentDate: new Date(now),
  });
  // One that is also meant for others: they could have sent it on to us.
  const isForUsAlone = [payload.aud].flat().length === 1;
  if (!isForUsAlone) throw new Error('The ID token has other audiences, too.');
  if (payload['nonce'] !== nonce) throw new Error('The ID token is from another sign-in.');
  if (typeof payload.sub !== 'string') throw new Error('The ID token has no subject.');
  return { issuer, subject: payload.sub };
}
