import jwt from 'jsonwebtoken';
import type { Clock } from '#api/clock.ts';
import type { Person } from '#api/people.ts';
import type { KeyPair } from './key-pair.ts';
import { ALGORITHM, AUDIENCE, CLIENT_ID, ISSUER, LIFETIME, TOKEN_TYPE } from './token-profile.ts';

/**
 * Signs an access token for a person (RFC 9068 §2).
 *
 * @returns a JWT in compact form, good for an hour
 */
export function signAccessToken(person: Person, keys: KeyPair, clock: Clock): string {
  // #region 2.4
  // iat and exp are whole seconds, rounded down; the clock tells milliseconds. The app's clock is
  // the only one: without an iat among the claims, jsonwebtoken would look at the machine's.
  const issuedAt = Math.floor(clock() / 1000);
  // The claims, and nothing else: iss, aud, sub (the person's id, which never changes), client_id,
  // iat, exp (LIFETIME after iat), and jti, a crypto.randomUUID() for this token alone.
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: person.id,
    client_id: CLIENT_ID,
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
    jti: crypto.randomUUID(),
  };
  // jwt.sign takes the claims, the private key, and options: the algorithm, the keyid, and under
  // header the typ that says what kind of JWT this is: TOKEN_TYPE. The type of header wants an alg
  // as well, the same one.
  return jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
  // #endregion 2.4
}
