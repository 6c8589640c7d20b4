import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
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
  if (publicKey?.asymmetricKeyType !== 'rsa') {
    throw new Error('The key that verifies tokens must be an RSA key.');
  }
  try {
    // First, because decodeToken is stricter: what it accepts, jwt.verify can't trip over.
    const decoded = decodeToken(token);
    jwt.verify(token, publicKey, {
      algorithms: [ALGORITHM],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    return decoded;
  } catch (cause) {
    throw new AuthenticationError('invalid-token', { cause });
  }
  // #endregion 3.1
}
