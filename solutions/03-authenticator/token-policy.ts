import type { KeyPair } from '../02-signing/key-pair.ts';
import { AUDIENCE, ISSUER, LIFETIME } from '../02-signing/token-profile.ts';
import type { TokenPolicy } from './verify-token.ts';

/** The tokens that our API accepts: the ones it issues, and no others. */
export function tokenPolicy(keys: KeyPair): TokenPolicy {
  const { publicKey } = keys;
  return { publicKey, issuer: ISSUER, audience: AUDIENCE, maxLifetime: LIFETIME };
}
