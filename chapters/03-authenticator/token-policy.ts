import type { KeyObject } from 'node:crypto';
import type { KeyPair } from '../02-signing/key-pair.ts';
import { AUDIENCE, ISSUER, LIFETIME } from '../02-signing/token-profile.ts';

/** What a token must be like to be accepted. */
export interface TokenPolicy {
  publicKey: KeyObject;
  issuer: string;
  audience: string;
  /** The longest time from `iat` to `exp`, in seconds. */
  maxLifetime: number;
  /** How far ahead of ours an issuer's clock may be, in seconds: for `iat` and `nbf` only. */
  clockTolerance: number;
}

/** Our API's policy: it accepts the tokens that it issues, and no others. */
export function tokenPolicy({ publicKey }: KeyPair, clockTolerance = 0): TokenPolicy {
  return {
    publicKey,
    issuer: ISSUER,
    audience: AUDIENCE,
    maxLifetime: LIFETIME,
    clockTolerance,
  };
}
