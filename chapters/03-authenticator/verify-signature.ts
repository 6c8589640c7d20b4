import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { todo } from '#api/todo.ts';
import { decodeToken, type DecodedToken } from '../01-jwt-basics/decode-token.ts';
import { ALGORITHM } from '../02-signing/token-profile.ts';
import { AuthenticationError } from './authentication-error.ts';

/**
 * Proves that our key signed a token. From here on we know who wrote it; whether it is meant for
 * us, and for now, is still open.
 *
 * @param token whatever somebody sent
 * @throws AuthenticationError `invalid-token` when it is not a JWT, or not signed by our key
 */
export function verifySignature(token: string, publicKey: KeyObject): DecodedToken {
  // #region 3.1
  // TODO 3.1 · npm run grade 3.1 · /chapters/03-authenticator#3-1
  // Whatever goes wrong here has one name for the outside: invalid-token. jwt.verify throws
  // JsonWebTokenError, but also a plain SyntaxError or TypeError, so catch all there is.
  // decodeToken (chapter 1) takes it apart, and refuses what is not canonical. Return what it
  // gives, once the signature holds. jwt.verify(token, publicKey, options) checks the signature.
  // Name the one algorithm that we sign with: whoever wrote the header does not choose (RFC 8725
  // §3.1). Have it ignore expiration and not-before: it would look at the machine's clock, and too
  // early.
  todo('3.1');
  // #endregion 3.1
}
