import type { RequestHandler } from 'express';
import { checkPassword } from '../02-signing/check-password.ts';
import { readBasicCredentials } from '../02-signing/read-basic.ts';
import { invalidCredentials } from '../02-signing/token-endpoint.ts';
import { issueTokens } from './issue-tokens.ts';
import type { RefreshOptions } from './refresh-session.ts';

/** `POST /api/tokens`: trades a handle and a password for a session and its first tokens. */
export function passwordEndpoint(options: RefreshOptions): RequestHandler {
  const { database, sessions } = options;
  return async (request, response) => {
    const credentials = readBasicCredentials(request.headersDistinct.authorization);
    const person = credentials && (await checkPassword(database, credentials));
    if (!person) throw invalidCredentials();
    const tokens = await issueTokens(sessions.start(person.id), options);
    response.set('Cache-Control', 'no-store').json(tokens);
  };
}
