import jwt from 'jsonwebtoken';
import type { Clock } from '#api/clock.ts';
import type { Person } from '#api/people.ts';
import type { KeyPair } from './key-pair.ts';
import { ALGORITHM, AUDIENCE, CLIENT_ID, ISSUER, LIFETIME, TOKEN_TYPE } from './token-profile.ts';

/**
 * Signs an access token for a person (RFC 9068 §2).
 *
 * @param clock the app's clock, in milliseconds
 * @returns a JWT in compact form that expires in an hour
 */
export function signAccessToken(person: Person, keys: KeyPair, clock: Clock): string {
  // #region 2.1
  const issuedAt = Math.floor(clock() / 1000);
  // Written out one by one: whatever is added to Person next year stays out of the token.
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: person.id,
    client_id: CLIENT_ID,
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
    jti: crypto.randomUUID(),
  };
  return jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
  // #endregion 2.1
}
