import type { KeyPair } from '../02-signing/key-pair.ts';
import { tokenPolicy, type TokenPolicy } from '../03-authenticator/token-policy.ts';

/** Seconds from `iat` to `exp` of an access token. A new one takes no password, so it can be short. */
export const ACCESS_LIFETIME = 600;

/** Chapter 3's policy, for tokens that live ten minutes at most. */
export function sessionPolicy(keys: KeyPair): TokenPolicy {
  return { ...tokenPolicy(keys), maxLifetime: ACCESS_LIFETIME };
}
