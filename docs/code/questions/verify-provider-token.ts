import { errors, jwtVerify } from 'jose';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import type { Identity } from './identities.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** What a token can cause. Anything else, such as keys that can't be fetched, is not its fault. */
const CAUSED_BY_THE_TOKEN = [
  errors.JWSInvalid,
  errors.JWTInvalid,
  errors.JWTClaimValidationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JWSSignatureVerificationFailed,
];

/**
 * Verifies an access token of an identity provider (RFC 9068 §4).
 *
 * @throws AuthenticationError `expired-token` or `invalid-token`
 */
export async function verifyProviderToken(
  token: string,
  provider: IdentityProvider,
  now: number,
): Promise<Identity> {
  const { issuer, audience, keys } = provider;
  if (!issuer || !audience) throw new Error('The provider lacks its issuer or its audience.');
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      typ: 'at+jwt', // without this, an ID token might do
      issuer,
      audience,
      requiredClaims: ['sub', 'iat', 'exp'],
      currentDate: new Date(now),
    });
    if (typeof payload.sub !== 'string') throw new AuthenticationError('invalid-token');
    return { issuer, subject: payload.sub };
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) {
      throw new AuthenticationError('expired-token', { cause });
    }
    const isInvalid = CAUSED_BY_THE_TOKEN.some((kind) => cause instanceof kind);
    throw isInvalid ? new AuthenticationError('invalid-token', { cause }) : cause;
  }
}
