import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { todo } from '#api/todo.ts';
import { decodeToken, type DecodedToken } from '../01-jwt-basics/decode-token.ts';
import { ALGORITHM } from '../02-signing/token-profile.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Proves that our key signed a token. After that we know who wrote it, but not yet whether it is
 * meant for us, and whether it is still valid.
 *
 * @param token whatever a client sent
 * @throws AuthenticationError `invalid-token` when it isn't a JWT, or our key didn't sign it
 * @throws Error when `publicKey` is missing or isn't an RSA key: our mistake, not the client's
 */
export function verifySignature(token: string, publicKey: KeyObject): DecodedToken {
  // #region 3.1
  // TODO 3.1 · npm run grade 3.1 · /chapters/03-authenticator#3-1
  // Return the header and the claims of a token that our key signed. Refuse every other token.
  //   1. If `publicKey` is missing, or its `asymmetricKeyType` isn't `'rsa'`, throw a plain `Error`
  //      that says so: a wrong key is our mistake, not the client's.
  //   2. Take the token apart with `decodeToken` from chapter 1.
  //   3. Call `jwt.verify(token, publicKey, options)`. The options allow only `ALGORITHM`, and set
  //      `ignoreExpiration` and `ignoreNotBefore`: you check the times in 3.3.
  //   4. Return what `decodeToken` returned.
  //   5. If anything in steps 2 and 3 throws an `error`, catch it, and throw this in its place:
  //      `new AuthenticationError('invalid-token', { cause: error })`.
  todo('3.1', '/chapters/03-authenticator#3-1');
  // #endregion 3.1
}
