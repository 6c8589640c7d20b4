import jwt from 'jsonwebtoken';
import type { Clock } from '#api/clock.ts';
import type { Person } from '#api/people.ts';
import { todo } from '#api/todo.ts';
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
  // TODO 2.1 · npm run grade 2.1 · /chapters/02-signing#2-1
  // Return a signed access token for `person`.
  //   1. `iat` is the time in whole seconds, rounded down. `clock()` returns it in milliseconds.
  //   2. Write out these seven claims and no others: `iss`, `aud` and `client_id`
  //      (`token-profile.ts` has the values), `sub` (the person's id), `iat`, `exp` (`LIFETIME`
  //      seconds after `iat`) and `jti` (a new `crypto.randomUUID()`).
  //   3. Return `jwt.sign(claims, keys.privateKey, options)`. Options: `algorithm` is `ALGORITHM`,
  //      `keyid` is `keys.kid`, and `header` has `typ: TOKEN_TYPE`. TypeScript also requires `alg`
  //      in `header`: use `ALGORITHM` again.
  // Don't print the token: anyone who reads it there can use it.
  todo('2.1', '/chapters/02-signing#2-1');
  // #endregion 2.1
}
