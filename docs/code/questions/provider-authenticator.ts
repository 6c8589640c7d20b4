import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import type { Authenticator } from '../../../solutions/03-authenticator/guard.ts';
import { readBearerToken } from '../../../solutions/04-header/read-bearer.ts';
import { identities } from './identities.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { verifyProviderToken } from './verify-provider-token.ts';

/** Chapter 3's authenticator, for tokens that an identity provider issued. */
export function providerAuthenticator(
  provider: IdentityProvider,
  database: Database,
  clock: Clock,
): Authenticator {
  const known = identities(database);
  return async (request) => {
    const token = readBearerToken(request);
    if (token === undefined) return undefined;
    const person = known.find(await verifyProviderToken(token, provider, clock()));
    if (!person) throw new AuthenticationError('invalid-token');
    return person;
  };
}
