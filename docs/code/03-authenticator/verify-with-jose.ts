import { errors, jwtVerify } from 'jose';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import type { TokenPolicy } from '../../../solutions/03-authenticator/token-policy.ts';
import type { AccessToken } from '../../../solutions/03-authenticator/verify-token.ts';

/** The policy of chapter 3, as one would write it at work: jose checks, we say what. */
export async function verifyWithJose(
  token: string,
  policy: TokenPolicy,
  now: number,
): Promise<AccessToken> {
  const { publicKey, issuer, audience, maxLifetime, clockTolerance } = policy;
  if (publicKey?.asymmetricKeyType !== 'rsa' || !issuer || !audience) {
    throw new Error('The policy lacks its RSA key, its issuer or its audience.');
  }
  try {
    const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
      algorithms: ['RS256'],
      typ: 'at+jwt',
      issuer,
      audience,
      requiredClaims: ['sub', 'iat', 'exp'],
      maxTokenAge: maxLifetime, // this also refuses an iat in the future
      clockTolerance,
      currentDate: new Date(now),
    });
    const { sub, iat = 0, exp = Infinity } = payload;
    if (typeof sub !== 'string' || 'crit' in protectedHeader || exp - iat > maxLifetime) {
      throw new AuthenticationError('invalid-token');
    }
    if (exp * 1000 <= now) throw new AuthenticationError('expired-token'); // without the tolerance
    return { subject: sub, claims: payload };
  } catch (cause) {
    // What a token can cause is a JOSEError. Anything else is ours.
    if (!(cause instanceof errors.JOSEError)) throw cause;
    const isExpired = cause instanceof errors.JWTExpired;
    throw new AuthenticationError(isExpired ? 'expired-token' : 'invalid-token', { cause });
  }
}
